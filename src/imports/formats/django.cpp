#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/formats/readers.hpp"

namespace headstart::imports {

namespace {

/// What Python does only Python knows, so nothing is told by the files: the command asks Django itself.
Likeness looks_like_django(const SourceFolder& /*folder*/) {
    return Likeness::none;
}

History read_django(const SourceFolder& /*folder*/, const ReadOptions& /*options*/) {
    throw diag::refusal(diag::code::not_imported, "Django's migrations are Python, and are asked of Django",
                        "write it in the project's folder, with nothing behind it: headstart import django");
}

/// A name is unique in its application, which the row has as its owner.
std::vector<std::string> ids_of_django(const database::OtherRow& row, std::size_t /*occurrence*/) {
    return {row.owner + "." + row.version};
}

} // namespace

const Format k_django{.name = "django",
                      .title = "Django",
                      .looks_like = looks_like_django,
                      .read = read_django,
                      .usual_places = "",
                      .table = {.ids = ids_of_django,
                                .is_shared_by_owners = true, // an application that is gone leaves its rows
                                .is_unique_by_owner = true,
                                .replaced_line = "Replaces "}};

} // namespace headstart::imports
