#include "common.Dockerfile"

#if defined(ARCH_AMD64)
ENV TARGET_ARCH=x86_64
#endif
RUN PKG_INSTALL(wget tar)
