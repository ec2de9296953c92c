//! What each key is for, in a line: for editors.

/// What a key of a mapping is for. The mapping goes by the noun of its table.
pub(super) fn summary(noun: &str, key: &str) -> Option<&'static str> {
    let table: &[(&str, &str)] = match noun {
        "a Compose file" => FILE,
        "a service" => SERVICE,
        "`build`" => BUILD,
        "a health check" => HEALTHCHECK,
        "a dependency" => DEPENDENCY,
        "`deploy`" => DEPLOY,
        "a network" => NETWORK,
        "a volume" => VOLUME,
        "a secret" | "a config" => CONTENT,
        "a port" => PORT,
        "a mount" => MOUNT,
        "an entry of `secrets` or `configs`" => GRANT,
        _ => return None,
    };
    table.iter().find(|(name, _)| *name == key).map(|(_, summary)| *summary)
}

const FILE: &[(&str, &str)] = &[
    ("configs", "Configuration files for services."),
    ("include", "Other Compose files of this application."),
    ("models", "AI models that services use."),
    ("name", "The project name, which prefixes the names of containers, networks and volumes."),
    ("networks", "Networks for services."),
    ("secrets", "Secrets for services, mounted as files."),
    ("services", "The services: each one runs one or more containers of one image."),
    ("version", "Obsolete: Compose ignores it, with a warning."),
    ("volumes", "Named volumes, which keep data when containers are recreated."),
];

const SERVICE: &[(&str, &str)] = &[
    ("annotations", "Metadata for the container, as a mapping or a list."),
    ("attach", "Whether `docker compose up` shows its output. True by default."),
    ("blkio_config", "Limits and weights for block I/O."),
    (
        "build",
        "How to build the image: the build context, or a mapping with `context`, `dockerfile`, `target` …",
    ),
    ("cap_add", "Linux capabilities to add to the default ones."),
    ("cap_drop", "Linux capabilities to drop; `ALL` drops all of them."),
    ("cgroup", "The cgroup namespace: `private` or `host`."),
    ("cgroup_parent", "The parent cgroup of the container."),
    ("command", "The command to run; overrides the image's `CMD`."),
    ("configs", "Configs to mount into the container."),
    ("container_name", "A fixed name for the container, which cannot be scaled then."),
    ("cpu_count", "The number of CPUs (Windows)."),
    ("cpu_percent", "The percentage of CPU time (Windows)."),
    ("cpu_period", "The period of the CPU quota, in microseconds."),
    ("cpu_quota", "The CPU time per period, in microseconds."),
    ("cpu_rt_period", "The period for real-time scheduling."),
    ("cpu_rt_runtime", "The real-time CPU time per period."),
    ("cpu_shares", "The relative CPU weight; 1024 by default."),
    ("cpus", "The maximum number of CPUs, such as `0.5`."),
    ("cpuset", "The CPUs to run on: `0-3`, `0,1`."),
    ("credential_spec", "Credentials of a managed service account (Windows)."),
    ("depends_on", "Services that must be started, healthy or completed first."),
    ("deploy", "Deployment settings: replicas, resources, restarts, updates."),
    ("develop", "Development settings, such as `watch`."),
    ("device_cgroup_rules", "Device cgroup rules, such as `c 1:3 mr`."),
    ("devices", "Host devices: `HOST:CONTAINER:rwm`."),
    ("dns", "DNS servers."),
    ("dns_opt", "DNS resolver options."),
    ("dns_search", "DNS search domains."),
    ("domainname", "The domain name of the container."),
    ("entrypoint", "Overrides the image's `ENTRYPOINT`, and clears its `CMD`."),
    ("env_file", "Files with environment variables. `environment` overrides them."),
    ("environment", "Environment variables. One without a value is passed from Compose's own environment."),
    ("expose", "Ports to document; services on the same network can reach every port."),
    ("extends", "The service to extend, in this or another file."),
    ("external_links", "Links to containers of other applications."),
    ("extra_hosts", "Entries for `/etc/hosts`: `name=address`."),
    ("gpus", "GPUs: `all`, or a list of requests."),
    ("group_add", "Additional groups of the user."),
    ("healthcheck", "The health check; overrides the image's `HEALTHCHECK`."),
    ("hostname", "The hostname of the container."),
    ("image", "The image to run; with `build`, the name of the built image."),
    ("init", "Whether to run an init process that forwards signals and reaps zombies."),
    ("ipc", "The IPC namespace: `host`, `shareable`, `service:NAME`."),
    ("isolation", "The isolation technology (Windows)."),
    ("label_file", "Files with labels."),
    ("labels", "Labels of the container."),
    ("links", "Links to other services, optionally by an alias. Not needed on a common network."),
    ("logging", "The log driver and its options."),
    ("mac_address", "A fixed MAC address."),
    ("mem_limit", "The memory limit: `512m`."),
    ("mem_reservation", "The soft memory limit, which applies when memory is low."),
    ("mem_swappiness", "How readily memory is swapped, 0 to 100; no effect with cgroup v2."),
    ("memswap_limit", "The limit for memory plus swap; -1 means unlimited."),
    ("models", "AI models to use."),
    (
        "network_mode",
        "`none`, `host`, or the network of another container: `service:NAME`, `container:NAME`. Excludes `networks`.",
    ),
    ("networks", "Networks to join; `default` if not set."),
    ("oom_kill_disable", "Whether to disable the OOM killer."),
    ("oom_score_adj", "The OOM killer preference, -1000 to 1000."),
    ("pid", "The PID namespace: `host`, `service:NAME`."),
    ("pids_limit", "The limit of processes; -1 means unlimited."),
    ("platform", "The target platform: `linux/amd64`."),
    ("ports", "Ports to publish on the host: `HOST:CONTAINER`. Quote them."),
    ("post_start", "Hooks to run in the container after it has started."),
    ("pre_start", "Containers to run before it starts."),
    ("pre_stop", "Hooks to run in the container before it stops."),
    ("privileged", "Whether to run privileged, with nearly all permissions of root on the host."),
    ("profiles", "Profiles that enable the service; always enabled if not set."),
    ("provider", "An external provider instead of a container."),
    ("pull_policy", "When to pull the image: `always`, `missing`, `never`, `build`, `daily`, `weekly`."),
    ("pull_refresh_after", "How old an image may be before it is pulled again."),
    ("read_only", "Whether the root filesystem is read-only."),
    ("restart", "The restart policy: `no`, `always`, `on-failure[:N]`, `unless-stopped`."),
    ("runtime", "The OCI runtime."),
    ("scale", "The number of containers."),
    ("secrets", "Secrets to mount below `/run/secrets`."),
    ("security_opt", "Security options: `no-new-privileges:true`, seccomp and AppArmor profiles."),
    ("shm_size", "The size of `/dev/shm`: `64m`."),
    ("stdin_open", "Whether to keep standard input open (`docker run -i`)."),
    ("stop_grace_period", "The time between the stop signal and SIGKILL; 10s by default."),
    ("stop_signal", "The stop signal; SIGTERM by default."),
    ("storage_opt", "Options of the storage driver."),
    ("sysctls", "Kernel parameters for the container."),
    ("tmpfs", "tmpfs mounts, which are in memory."),
    ("tty", "Whether to allocate a terminal (`docker run -t`)."),
    ("ulimits", "Resource limits: `nofile`, `nproc` …"),
    ("use_api_socket", "Whether it can access the engine's API."),
    ("user", "The user, and optionally the group; overrides the image's `USER`."),
    ("userns_mode", "`host` disables user namespace remapping."),
    ("uts", "The UTS namespace: `host` shares the host's hostname."),
    ("volumes", "Bind mounts and volumes: `SOURCE:TARGET[:ro]`, or mappings."),
    ("volumes_from", "Services whose volumes to mount as well."),
    ("working_dir", "The working directory; overrides the image's `WORKDIR`."),
];

const BUILD: &[(&str, &str)] = &[
    ("additional_contexts", "Named contexts for `FROM` and `COPY --from`: directories, images or services."),
    ("args", "Build arguments, declared with `ARG`."),
    ("cache_from", "Sources of the build cache."),
    ("cache_to", "Destinations of the build cache."),
    ("context", "The build context: the directory or repository that `COPY` reads from."),
    ("dockerfile", "The Dockerfile, relative to `context`; `Dockerfile` by default."),
    ("dockerfile_inline", "The content of the Dockerfile."),
    ("entitlements", "Entitlements of the build: `network.host`, `security.insecure`."),
    ("extra_hosts", "Entries for `/etc/hosts` during the build."),
    ("isolation", "The isolation technology of the build (Windows)."),
    ("labels", "Labels of the image."),
    ("network", "The network for `RUN`: `none`, `host`."),
    ("no_cache", "Whether to build without the cache."),
    ("no_cache_filter", "Stages to build without the cache."),
    ("platforms", "The target platforms."),
    ("privileged", "Whether to allow `RUN --security=insecure`."),
    ("provenance", "Whether to add a provenance attestation."),
    ("pull", "Whether to always pull base images."),
    ("sbom", "Whether to add an SBOM attestation."),
    ("secrets", "Secrets for `RUN --mount=type=secret`."),
    ("shm_size", "The size of `/dev/shm` during the build."),
    ("ssh", "SSH agents or keys for `RUN --mount=type=ssh`."),
    ("tags", "Additional tags for the image."),
    ("target", "The stage to build; the last one by default."),
    ("ulimits", "Resource limits during the build."),
];

const HEALTHCHECK: &[(&str, &str)] = &[
    ("disable", "Whether to disable the image's health check."),
    ("interval", "The time between checks; 30s by default."),
    ("retries", "The number of failures until it is unhealthy; 3 by default."),
    ("start_interval", "The time between checks during `start_period`."),
    ("start_period", "The startup time during which failures do not count."),
    (
        "test",
        "The command to run: `[\"CMD\", program, …]`, `[\"CMD-SHELL\", script]`, a string, or `[\"NONE\"]`.",
    ),
    ("timeout", "The timeout of a check; 30s by default."),
];

const DEPENDENCY: &[(&str, &str)] = &[
    (
        "condition",
        "What to wait for: `service_started`, `service_healthy`, `service_completed_successfully`.",
    ),
    ("required", "Whether a missing dependency is an error. True by default."),
    ("restart", "Whether to restart this service when the dependency restarts."),
];

const DEPLOY: &[(&str, &str)] = &[
    ("endpoint_mode", "The endpoint mode: `vip` or `dnsrr`."),
    ("labels", "Labels of the service, not of its containers."),
    ("mode", "`replicated`, `global`, or a job."),
    ("placement", "Placement constraints and preferences."),
    ("replicas", "The number of containers."),
    ("resources", "Resource `limits` and `reservations`."),
    ("restart_policy", "The restart policy."),
    ("rollback_config", "How to roll back a failed update."),
    ("update_config", "How to update the service."),
];

const NETWORK: &[(&str, &str)] = &[
    ("attachable", "Whether standalone containers can attach to it."),
    ("driver", "The network driver: `bridge`, `overlay`, `macvlan` …"),
    ("driver_opts", "Options of the driver."),
    ("enable_ipv4", "Whether to assign IPv4 addresses."),
    ("enable_ipv6", "Whether to assign IPv6 addresses."),
    ("external", "Whether it already exists and is not created."),
    ("internal", "Whether it has no outside access."),
    ("ipam", "IP address management."),
    ("labels", "Labels of the network."),
    ("name", "Its name in the engine."),
];

const VOLUME: &[(&str, &str)] = &[
    ("driver", "The driver."),
    ("driver_opts", "Options of the driver."),
    ("external", "Whether it already exists and is not created."),
    ("labels", "Labels of the volume."),
    ("name", "Its name in the engine."),
];

const CONTENT: &[(&str, &str)] = &[
    ("content", "The content itself."),
    ("driver", "The driver."),
    ("driver_opts", "Options of the driver."),
    ("environment", "The environment variable of Compose that contains it."),
    ("external", "Whether it already exists and is not created."),
    ("file", "The file that contains it."),
    ("labels", "Its labels."),
    ("name", "Its name in the engine."),
    ("template_driver", "The template driver."),
];

const PORT: &[(&str, &str)] = &[
    ("app_protocol", "The application protocol: `http`."),
    ("host_ip", "The host address to bind to; all addresses by default."),
    ("mode", "`host`, or `ingress` for a balanced port of a swarm."),
    ("name", "A descriptive name."),
    ("protocol", "`tcp` or `udp`."),
    ("published", "The host port, or a range as a string."),
    ("target", "The container port."),
];

const MOUNT: &[(&str, &str)] = &[
    ("bind", "Options of a bind mount."),
    ("consistency", "The consistency mode; no longer used."),
    ("image", "Options of an image mount."),
    ("read_only", "Whether the mount is read-only."),
    ("source", "A host path, a volume, or an image."),
    ("target", "The path in the container."),
    ("tmpfs", "tmpfs options."),
    ("type", "`bind`, `volume`, `tmpfs`, `image`, `npipe` or `cluster`."),
    ("volume", "Options of a volume."),
];

const GRANT: &[(&str, &str)] = &[
    ("gid", "The group of the file."),
    ("mode", "The permissions of the file: `0440`."),
    ("source", "The name in this file."),
    ("target", "The file name or path in the container."),
    ("uid", "The owner of the file."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Object, SERVICE as SCHEMA, build, file};

    fn assert_all(object: &Object) {
        for (key, _) in object.keys {
            assert!(summary(object.noun, key).is_some(), "{} lacks {key}", object.noun);
        }
    }

    #[test]
    fn every_key_that_matters_has_a_summary() {
        assert_all(&SCHEMA);
        assert_all(&file::FILE);
        assert_all(&build::BUILD);
    }
}
