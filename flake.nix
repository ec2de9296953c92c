{
  description = "A linter that checks Dockerfiles and Compose files together";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      manifest = (builtins.fromTOML (builtins.readFile ./Cargo.toml)).workspace.package;
      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "x86_64-darwin"
        "aarch64-darwin"
      ];
      forAllSystems = build: nixpkgs.lib.genAttrs systems (system: build nixpkgs.legacyPackages.${system});
    in
    {
      packages = forAllSystems (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "plimsoll";
          inherit (manifest) version;
          src = self;
          cargoLock.lockFile = ./Cargo.lock;
          cargoBuildFlags = [ "--package=plimsoll" ];
          # The tests of the workspace want Git and a checkout.
          doCheck = false;
          nativeBuildInputs = [ pkgs.installShellFiles ];
          postInstall = pkgs.lib.optionalString (pkgs.stdenv.buildPlatform.canExecute pkgs.stdenv.hostPlatform) ''
            installShellCompletion --cmd plimsoll \
              --bash <($out/bin/plimsoll completions bash) \
              --fish <($out/bin/plimsoll completions fish) \
              --zsh <($out/bin/plimsoll completions zsh)
            $out/bin/plimsoll man > plimsoll.1
            installManPage plimsoll.1
            mkdir -p $out/libexec/docker/cli-plugins
            ln -s $out/bin/plimsoll $out/libexec/docker/cli-plugins/docker-lint
          '';
          meta = {
            description = "Linter for Dockerfiles and Compose files";
            homepage = manifest.repository;
            license = with pkgs.lib.licenses; [
              mit
              asl20
            ];
            mainProgram = "plimsoll";
          };
        };
      });

      devShells = forAllSystems (pkgs: {
        default = pkgs.mkShell {
          packages = with pkgs; [
            cargo
            clippy
            rustc
            rustfmt
          ];
        };
      });
    };
}
