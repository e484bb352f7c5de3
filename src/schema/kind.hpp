#pragma once

#include <cstdint>
#include <string_view>

/// The kinds of object that a schema consists of, in the order in which a person would tell them. A row makes
/// the kind known everywhere: its name, the type of what an object of it is made of (schema/NAME.hpp, but for
/// a few), and the word for it in messages and in the patterns of `include` and `exclude`. With it go
/// catalogue/sql/NAME.sql, which reads such objects, and diff/NAME.cpp, which has their rules.
#define HEADSTART_KINDS(KIND)                                                                                \
    KIND(schema, Namespace, "schema")                                                                        \
    KIND(default_privileges, DefaultPrivileges, "default privileges")                                        \
    KIND(extension, Extension, "extension")                                                                  \
    KIND(language, Language, "language")                                                                     \
    KIND(access_method, AccessMethod, "access method")                                                       \
    KIND(collation, Collation, "collation")                                                                  \
    KIND(conversion, Conversion, "conversion")                                                               \
    KIND(enum_type, EnumType, "enum")                                                                        \
    KIND(shell_type, ShellType, "shell type")                                                                \
    KIND(base_type, BaseType, "type")                                                                        \
    KIND(composite_type, CompositeType, "composite type")                                                    \
    KIND(domain, Domain, "domain")                                                                           \
    KIND(range_type, RangeType, "range type")                                                                \
    KIND(function, Function, "function")                                                                     \
    KIND(aggregate, Aggregate, "aggregate")                                                                  \
    KIND(sql_operator, Operator, "operator")                                                                 \
    KIND(operator_family, OperatorFamily, "operator family")                                                 \
    KIND(operator_class, OperatorClass, "operator class")                                                    \
    KIND(cast, Cast, "cast")                                                                                 \
    KIND(transform, Transform, "transform")                                                                  \
    KIND(text_search_parser, TextSearchParser, "text search parser")                                         \
    KIND(text_search_template, TextSearchTemplate, "text search template")                                   \
    KIND(text_search_dictionary, TextSearchDictionary, "text search dictionary")                             \
    KIND(text_search_configuration, TextSearchConfiguration, "text search configuration")                    \
    KIND(sequence, Sequence, "sequence")                                                                     \
    KIND(foreign_data_wrapper, ForeignDataWrapper, "foreign-data wrapper")                                   \
    KIND(foreign_server, ForeignServer, "server")                                                            \
    KIND(user_mapping, UserMapping, "user mapping")                                                          \
    KIND(table, Table, "table")                                                                              \
    KIND(column, Column, "column")                                                                           \
    KIND(column_default, ColumnDefault, "default")                                                           \
    KIND(constraint, Constraint, "constraint")                                                               \
    KIND(index, Index, "index")                                                                              \
    KIND(statistics, Statistics, "statistics")                                                               \
    KIND(sequence_owner, SequenceOwner, "sequence owner")                                                    \
    KIND(view, View, "view")                                                                                 \
    KIND(trigger, Trigger, "trigger")                                                                        \
    KIND(rule, Rule, "rule")                                                                                 \
    KIND(policy, Policy, "policy")                                                                           \
    KIND(publication, Publication, "publication")                                                            \
    KIND(publication_table, PublicationTable, "published table")                                             \
    KIND(publication_schema, PublicationSchema, "published schema")                                          \
    KIND(subscription, Subscription, "subscription")                                                         \
    KIND(event_trigger, EventTrigger, "event trigger")                                                       \
    KIND(given, Given, "given object")

namespace headstart::schema {

enum class Kind : std::uint8_t {
#define HEADSTART_KIND(name, type, word) name,
    HEADSTART_KINDS(HEADSTART_KIND)
#undef HEADSTART_KIND
};

/// "table".
std::string_view word(Kind kind);

} // namespace headstart::schema
