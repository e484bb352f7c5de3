#pragma once

namespace headstart::process {

/// Holds the places of standard streams that are closed (`>&-`): the next file or socket that is opened would
/// take them, and get what is printed and logged. Reading and writing fail there as on what is closed, and
/// the application finds them closed as they were. To be called before anything is opened.
void hold_standard_streams();

} // namespace headstart::process
