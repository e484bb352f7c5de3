#include <nss.h>

namespace {

/// In the static binary only. glibc reads the image's /etc/nsswitch.conf and would dlopen what it names
/// (libnss_systemd, libnss_mymachines …), libraries of another glibc than the one linked here: that ends in a
/// crash at best. `files` and `dns` are built into libc.a, and are all that a container has. Runs before
/// main, since the first look-up fixes the choice.
__attribute__((constructor)) void look_names_up_without_plugins() {
    __nss_configure_lookup("hosts", "files dns");
    __nss_configure_lookup("passwd", "files");
    __nss_configure_lookup("services", "files");
}

} // namespace
