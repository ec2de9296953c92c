class Plimsoll < Formula
  desc "@SHORT@"
  homepage "@HOMEPAGE@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@URL aarch64-apple-darwin@"
      sha256 "@SHA256 aarch64-apple-darwin@"
    end
    on_intel do
      url "@URL x86_64-apple-darwin@"
      sha256 "@SHA256 x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "@URL aarch64-unknown-linux-musl@"
      sha256 "@SHA256 aarch64-unknown-linux-musl@"
    end
    on_intel do
      url "@URL x86_64-unknown-linux-musl@"
      sha256 "@SHA256 x86_64-unknown-linux-musl@"
    end
  end

  def install
    bin.install "plimsoll"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/plimsoll.bash" => "plimsoll"
    zsh_completion.install "completions/_plimsoll"
    fish_completion.install "completions/plimsoll.fish"
    (lib/"docker/cli-plugins").install_symlink bin/"plimsoll" => "docker-lint"
  end

  def caveats
    <<~EOS
      `docker lint` runs Plimsoll after:
        plimsoll docker-plugin install
    EOS
  end

  test do
    (testpath/"Dockerfile").write <<~DOCKERFILE
      FROM debian:12.5
      RUN apt-get install curl
    DOCKERFILE
    assert_match "apt-get-yes", shell_output("#{bin}/plimsoll check Dockerfile", 1)
    assert_match version.to_s, shell_output("#{bin}/plimsoll --version")
  end
end
