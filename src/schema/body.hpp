#pragma once

#include "schema/access_method.hpp"
#include "schema/aggregate.hpp"
#include "schema/base_type.hpp"
#include "schema/cast.hpp"
#include "schema/collation.hpp"
#include "schema/column.hpp"
#include "schema/column_default.hpp"
#include "schema/composite_type.hpp"
#include "schema/constraint.hpp"
#include "schema/conversion.hpp"
#include "schema/default_privileges.hpp"
#include "schema/domain.hpp"
#include "schema/enum_type.hpp"
#include "schema/event_trigger.hpp"
#include "schema/extension.hpp"
#include "schema/foreign_data_wrapper.hpp"
#include "schema/foreign_server.hpp"
#include "schema/function.hpp"
#include "schema/given.hpp"
#include "schema/index.hpp"
#include "schema/kind.hpp"
#include "schema/language.hpp"
#include "schema/namespace.hpp"
#include "schema/operator.hpp"
#include "schema/operator_class.hpp"
#include "schema/operator_family.hpp"
#include "schema/policy.hpp"
#include "schema/publication.hpp"
#include "schema/publication_schema.hpp"
#include "schema/publication_table.hpp"
#include "schema/range_type.hpp"
#include "schema/rule.hpp"
#include "schema/sequence.hpp"
#include "schema/sequence_owner.hpp"
#include "schema/shell_type.hpp"
#include "schema/statistics.hpp"
#include "schema/subscription.hpp"
#include "schema/table.hpp"
#include "schema/text_search_configuration.hpp"
#include "schema/text_search_dictionary.hpp"
#include "schema/text_search_parser.hpp"
#include "schema/text_search_template.hpp"
#include "schema/transform.hpp"
#include "schema/trigger.hpp"
#include "schema/user_mapping.hpp"
#include "schema/view.hpp"

#include <cstddef>
#include <variant>

namespace headstart::schema {

namespace detail {
struct Nothing;

template<class /*first*/, class... Bodies>
using BodyOf = std::variant<Bodies...>;
} // namespace detail

/// What an object of each kind is made of, in the order of `Kind`.
#define HEADSTART_KIND(name, type, word) , type
using Body = detail::BodyOf<detail::Nothing HEADSTART_KINDS(HEADSTART_KIND)>;
#undef HEADSTART_KIND

inline Kind kind_of(const Body& body) {
    return static_cast<Kind>(body.index());
}

/// An empty one.
Body make_body(Kind kind);

} // namespace headstart::schema
