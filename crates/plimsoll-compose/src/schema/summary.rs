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
    ("configs", "Files that services are given to read."),
    ("include", "Other Compose files that are part of this application."),
    ("models", "AI models that services use."),
    ("name", "The name of the project, in front of the names of containers, networks and volumes."),
    ("networks", "Networks that services are put on."),
    ("secrets", "Files with secrets that services are given to read."),
    ("services", "What runs: each service is one or several containers from one image."),
    ("version", "Obsolete; Compose ignores it and warns."),
    ("volumes", "Named volumes, which keep data when containers are replaced."),
];

const SERVICE: &[(&str, &str)] = &[
    ("annotations", "Metadata for the container, as a mapping or a list."),
    ("attach", "Whether `docker compose up` shows its output. True by default."),
    ("blkio_config", "Limits and weights for reading and writing on disks."),
    ("build", "How to build its image: the folder, or a mapping with `context`, `dockerfile`, `target` …"),
    ("cap_add", "Linux capabilities that the container gets beside the default ones."),
    ("cap_drop", "Linux capabilities that are taken away; `ALL` takes all."),
    ("cgroup", "Whether the container has a cgroup namespace of its own: `private` or `host`."),
    ("cgroup_parent", "The cgroup that the container's own is put under."),
    ("command", "What is run, in place of the image's CMD."),
    ("configs", "Configs of this file that it may read."),
    ("container_name", "A fixed name for the container. It can run only once then."),
    ("cpu_count", "How many CPUs it may use (Windows)."),
    ("cpu_percent", "How much of the CPUs it may use (Windows)."),
    ("cpu_period", "The period over which its CPU time is counted."),
    ("cpu_quota", "How much CPU time it gets in each period."),
    ("cpu_rt_period", "The period for its real-time scheduling."),
    ("cpu_rt_runtime", "How long it may run in real time in each period."),
    ("cpu_shares", "Its weight when CPUs are short; 1024 by default."),
    ("cpus", "How many CPUs it may use at most; may be a fraction."),
    ("cpuset", "The CPUs that it may run on: `0-3`, `0,1`."),
    ("credential_spec", "Credentials of a managed service account (Windows)."),
    ("depends_on", "Services that are started before it, and perhaps must be healthy or done."),
    ("deploy", "How it is run: replicas, resources, restarts, updates."),
    ("develop", "What happens while its sources are edited: see `watch`."),
    ("device_cgroup_rules", "Rules for devices, as the kernel's cgroup takes them."),
    ("devices", "Host devices that it can use: `HOST:CONTAINER:rwm`."),
    ("dns", "Name servers that it asks."),
    ("dns_opt", "Options for its resolver."),
    ("dns_search", "Domains that its resolver tries."),
    ("domainname", "The domain name of the container."),
    ("entrypoint", "What is run, in place of the image's ENTRYPOINT. The image's CMD is not used then."),
    ("env_file", "Files with variables for its environment. `environment` wins over them."),
    ("environment", "Variables of its environment. One without a value is taken from Compose's own."),
    ("expose", "Ports that other containers may use; they are not published on the host."),
    ("extends", "Another service, perhaps in another file, that this one starts from."),
    ("external_links", "Containers outside this application that it can reach by name."),
    ("extra_hosts", "Names for its `/etc/hosts`: `name=address`."),
    ("gpus", "GPUs that it gets: `all`, or a list of requests."),
    ("group_add", "Groups that its user is in beside its own."),
    ("healthcheck", "How to find out whether it works, in place of the image's HEALTHCHECK."),
    ("hostname", "The host name of the container."),
    ("image", "The image that it runs; with `build`, the name for what is built."),
    ("init", "Whether a small init process is its first, which forwards signals and reaps zombies."),
    ("ipc", "Its IPC namespace: `host`, `shareable`, `service:NAME`."),
    ("isolation", "How it is isolated (Windows)."),
    ("label_file", "Files with labels."),
    ("labels", "Labels of the container."),
    (
        "links",
        "Other services that it reaches, perhaps by another name. Services of a network find each other without.",
    ),
    ("logging", "Where its output goes: `driver` and `options`."),
    ("mac_address", "A fixed MAC address."),
    ("mem_limit", "How much memory it may use: `512m`."),
    ("mem_reservation", "How much memory is kept for it when memory is short."),
    ("mem_swappiness", "How readily its memory is swapped, 0 to 100."),
    ("memswap_limit", "How much memory and swap together it may use; -1 means unlimited."),
    ("models", "AI models of this file that it uses."),
    (
        "network_mode",
        "`none`, `host`, or the network of another: `service:NAME`, `container:NAME`. Not with `networks`.",
    ),
    ("networks", "Networks of this file that it is on. Without, it is on `default`."),
    ("oom_kill_disable", "Whether the kernel must not end it when memory runs out."),
    ("oom_score_adj", "How readily the kernel ends it when memory runs out, -1000 to 1000."),
    ("pid", "Its PID namespace: `host`, `service:NAME`."),
    ("pids_limit", "How many processes it may have; -1 means unlimited."),
    ("platform", "The platform of its image: `linux/amd64`."),
    ("ports", "Ports that are published on the host: `HOST:CONTAINER`. Quote them."),
    ("post_start", "Commands that are run in the container after it started."),
    ("pre_start", "Containers that are run before it starts."),
    ("pre_stop", "Commands that are run in the container before it is stopped."),
    ("privileged", "Whether it gets nearly all rights of the host's root."),
    ("profiles", "It is started only when one of these profiles is asked for."),
    ("provider", "Something else than a container that provides the service."),
    ("pull_policy", "When its image is pulled: `always`, `missing`, `never`, `build`, `daily`, `weekly`."),
    ("pull_refresh_after", "How old a pulled image may be before it is pulled again."),
    ("read_only", "Whether its root file system cannot be written."),
    ("restart", "When it is started again: `no`, `always`, `on-failure[:N]`, `unless-stopped`."),
    ("runtime", "The OCI runtime that runs it."),
    ("scale", "How many containers of it are run."),
    ("secrets", "Secrets of this file that it may read, below `/run/secrets`."),
    ("security_opt", "Security options: `no-new-privileges:true`, profiles of seccomp and AppArmor."),
    ("shm_size", "The size of its `/dev/shm`: `64m`."),
    ("stdin_open", "Whether its standard input is kept open (`docker run -i`)."),
    (
        "stop_grace_period",
        "How long it has to end after the stop signal, before it is killed; 10s by default.",
    ),
    ("stop_signal", "The signal that stops it; SIGTERM by default."),
    ("storage_opt", "Options of the storage driver."),
    ("sysctls", "Kernel parameters for the container."),
    ("tmpfs", "Folders that live in memory."),
    ("tty", "Whether it has a terminal (`docker run -t`)."),
    ("ulimits", "Limits for its processes: `nofile`, `nproc` …"),
    ("use_api_socket", "Whether it may talk to the engine's API."),
    ("user", "The user, and perhaps the group, that it runs as, in place of the image's USER."),
    ("userns_mode", "`host` turns user namespaces off for it."),
    ("uts", "Its UTS namespace: `host` gives it the host's name."),
    ("volumes", "Folders and volumes that it sees: `SOURCE:TARGET[:ro]`, or mappings."),
    ("volumes_from", "Services whose volumes it sees too."),
    ("working_dir", "The working directory, in place of the image's WORKDIR."),
];

const BUILD: &[(&str, &str)] = &[
    (
        "additional_contexts",
        "Further folders, images or services, by the names that FROM and COPY --from give them.",
    ),
    ("args", "Values for ARG of the Dockerfile."),
    ("cache_from", "Where a build cache is taken from."),
    ("cache_to", "Where the build cache is stored."),
    ("context", "The folder, or repository, that is built from. COPY takes files from there."),
    ("dockerfile", "The Dockerfile, seen from `context`; `Dockerfile` by default."),
    ("dockerfile_inline", "The text of the Dockerfile itself."),
    ("entitlements", "Rights that the build gets: `network.host`, `security.insecure`."),
    ("extra_hosts", "Names for `/etc/hosts` during the build."),
    ("isolation", "How the build is isolated (Windows)."),
    ("labels", "Labels of the image."),
    ("network", "The network of RUN: `none`, `host`."),
    ("no_cache", "Whether everything is built anew."),
    ("no_cache_filter", "Stages that are built anew."),
    ("platforms", "The platforms that are built for."),
    ("privileged", "Whether RUN gets the rights of the host's root."),
    ("provenance", "Whether a provenance attestation is added."),
    ("pull", "Whether images are pulled even if they are there."),
    ("sbom", "Whether a list of the image's contents is added."),
    ("secrets", "Secrets of this file that RUN --mount=type=secret may read."),
    ("shm_size", "The size of `/dev/shm` during the build."),
    ("ssh", "SSH agents or keys for RUN --mount=type=ssh."),
    ("tags", "Further names for the image."),
    ("target", "The stage of the Dockerfile to build; the last one by default."),
    ("ulimits", "Limits for processes during the build."),
];

const HEALTHCHECK: &[(&str, &str)] = &[
    ("disable", "Whether the image's own health check is disabled."),
    ("interval", "How often it is checked; 30s by default."),
    ("retries", "After how many failures it is unhealthy; 3 by default."),
    ("start_interval", "How often it is checked while it starts."),
    ("start_period", "How long failures do not count after the start."),
    ("test", "What is run: `[\"CMD\", program, …]`, `[\"CMD-SHELL\", script]`, a string, or `[\"NONE\"]`."),
    ("timeout", "How long a check may take; 30s by default."),
];

const DEPENDENCY: &[(&str, &str)] = &[
    (
        "condition",
        "What is waited for: `service_started`, `service_healthy`, `service_completed_successfully`.",
    ),
    ("required", "Whether it is an error when the other one is not there. True by default."),
    ("restart", "Whether this service is restarted when the other one is."),
];

const DEPLOY: &[(&str, &str)] = &[
    ("endpoint_mode", "How clients find it: `vip` or `dnsrr`."),
    ("labels", "Labels of the service, not of its containers."),
    ("mode", "`replicated`, `global`, or a job."),
    ("placement", "Where it may run."),
    ("replicas", "How many containers of it are run."),
    ("resources", "How much it may use (`limits`), and what is kept for it (`reservations`)."),
    ("restart_policy", "When it is started again."),
    ("rollback_config", "How a failed update is taken back."),
    ("update_config", "How it is updated."),
];

const NETWORK: &[(&str, &str)] = &[
    ("attachable", "Whether other containers may join it."),
    ("driver", "What kind of network it is: `bridge`, `overlay`, `macvlan` …"),
    ("driver_opts", "Options of the driver."),
    ("enable_ipv4", "Whether it has IPv4 addresses."),
    ("enable_ipv6", "Whether it has IPv6 addresses."),
    ("external", "Whether it already exists and is not created."),
    ("internal", "Whether it leads nowhere else."),
    ("ipam", "How addresses are given."),
    ("labels", "Labels of the network."),
    ("name", "What the engine calls it."),
];

const VOLUME: &[(&str, &str)] = &[
    ("driver", "The driver that keeps it."),
    ("driver_opts", "Options of the driver."),
    ("external", "Whether it already exists and is not created."),
    ("labels", "Labels of the volume."),
    ("name", "What the engine calls it."),
];

const CONTENT: &[(&str, &str)] = &[
    ("content", "The content itself."),
    ("driver", "The driver that keeps it."),
    ("driver_opts", "Options of the driver."),
    ("environment", "The variable of Compose's environment that holds it."),
    ("external", "Whether it already exists and is not created."),
    ("file", "The file that holds it."),
    ("labels", "Labels of it."),
    ("name", "What the engine calls it."),
    ("template_driver", "How templates in it are filled."),
];

const PORT: &[(&str, &str)] = &[
    ("app_protocol", "What is spoken on it: `http`."),
    ("host_ip", "The host address that it is bound to; all of them by default."),
    ("mode", "`host`, or `ingress` for a balanced port of a swarm."),
    ("name", "A name for people."),
    ("protocol", "`tcp` or `udp`."),
    ("published", "The host port, or a range as a string."),
    ("target", "The port of the container."),
];

const MOUNT: &[(&str, &str)] = &[
    ("bind", "Options of a bind mount."),
    ("consistency", "How strictly both sides agree."),
    ("image", "Options of an image mount."),
    ("read_only", "Whether the container cannot write there."),
    ("source", "A host path, a volume, or an image."),
    ("target", "Where the container sees it."),
    ("tmpfs", "Options of a file system in memory."),
    ("type", "`bind`, `volume`, `tmpfs`, `image`, `npipe` or `cluster`."),
    ("volume", "Options of a volume."),
];

const GRANT: &[(&str, &str)] = &[
    ("gid", "The group that the file belongs to."),
    ("mode", "The permissions of the file: `0440`."),
    ("source", "Its name in this file."),
    ("target", "The name or path that the container sees it under."),
    ("uid", "The user that the file belongs to."),
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
