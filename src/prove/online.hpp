#pragma once

#include "prove/prove.hpp"

namespace headstart::prove {

/// A proved plan by statements that keep nobody waiting (diff/online.hpp), proved once more: they run in the
/// session's database, each by itself as they will, and what they made is read and compared. The database
/// holds the goal afterwards. Where they do not lead there, `remaining` says why.
Proof prove_online(pg::Connection& connection, const schema::Schema& present, const schema::Schema& goal,
                   const catalogue::ReadOptions& reading, const diff::Compared& compared, Proof proof);

} // namespace headstart::prove
