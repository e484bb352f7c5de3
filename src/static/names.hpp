#pragma once

namespace headstart::static_binary {

/// In the static binary only. From now on names of hosts, users and services come from files and DNS alone,
/// whatever /etc/nsswitch.conf says: glibc would dlopen what it names (libnss_systemd, libnss_mymachines …),
/// libraries of another glibc than the one linked here, which ends in a crash at best. `files` and `dns` are
/// built into libc.a, and are all that a container has. To be called before the first look-up, which fixes
/// the choice. Throws std::system_error.
void look_names_up_without_plugins();

} // namespace headstart::static_binary
