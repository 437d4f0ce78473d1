# For scripts that need something of Maven Central: a JDK with Maven, and the jars that a pom names. To be read in, not to be run.

has_java() { command -v mvn > /dev/null && command -v javac > /dev/null; }

install_java() {
  if has_java; then return; fi
  if ! command -v apt-get > /dev/null || [ "$(id -u)" -ne 0 ]; then return 1; fi
  echo 'No JDK with Maven: installing them with apt-get' >&2
  DEBIAN_FRONTEND=noninteractive apt-get update -q >&2 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends default-jdk-headless maven >&2
}

# What the pom depends on, in a folder.
fetch_jars() {
  install_java || return 1
  mvn -q -B -f "$1" dependency:copy-dependencies -DoutputDirectory="$2" >&2 || return 1
}
