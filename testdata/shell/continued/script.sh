apt-get update \
  && apt-get install -y \
     curl \
     wg\
et \
  && rm -rf /var/lib/apt/lists/*
