dnf -y install httpd-2.4.6 java-11-openjdk @development-tools https://example.com/a.rpm
dnf module install -y nodejs:18
yum --enablerepo epel install -y gcc && yum clean all
microdnf install --nodocs tar
zypper --non-interactive in 'curl>=7' git
dnf upgrade -y && dnf makecache
dnf in -y git && dnf module install -y nodejs:18 && dnf group install "Development Tools"
dnf -y up; dnf rei git; zypper si curl
