#include "commands/comparison.hpp"
#include "commands/new_file.hpp"
#include "commands/plan_options.hpp"
#include "commands/plan_text.hpp"
#include "commands/shared_options.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "diag/refusal.hpp"
#include "diff/announcement.hpp"
#include "revision/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headstart::commands {

namespace {

/// What a new label of an enum is needed for runs only behind the transaction that makes the label.
scripts::SectionText section_of(const prove::Proof& proof) {
    return {plan_text(proof.steps), !proof.needs_commits};
}

void announce(const Comparison& comparison) {
    for (const auto& line : diff::announce(comparison.context(), comparison.renames())) {
        diag::log_info("Detected " + line, {{"event", "detected"}});
    }
}

/// From the migrations to the declared schema, and back; nothing where they agree.
std::optional<NewSections> generate(Context& context, const Arguments& arguments) {
    auto options = plan_options(arguments);
    options.grants = GrantsCount::if_goal_has_any;
    Comparison comparison(context, migrated_schema(), declared_schema(context), options);
    announce(comparison);
    warn_of_look_alikes(comparison);
    if (comparison.is_same()) {
        diag::log_info("no difference between the migrations and the declared schema: the new file is empty",
                       {{"event", "no_difference"}});
        return std::nullopt;
    }
    const auto up = comparison.prove_up();
    refuse_hazards(arguments, up.steps);
    return NewSections{section_of(up), section_of(comparison.prove_down())};
}

/// Of the folder as it is now.
std::vector<std::string> heads_now(Context& context) {
    std::vector<std::string> ids;
    const auto scripts = load_scripts(context);
    for (const auto* head : revision::select_heads(scripts.graph(), false)) {
        ids.push_back(head->id);
    }
    return ids;
}

/// What was found out leads on from the migrations that were there then.
void require_same_heads(Context& context, const std::vector<std::string>& before) {
    if (heads_now(context) != before) {
        throw diag::refusal(
            diag::code::schema_differs,
            "another migration has come into the folder meanwhile: this one would do the same again",
            "run it again");
    }
}

/// By -m, as Alembic has it, or as it comes to mind first: behind the command.
std::optional<std::string> message_of(const Arguments& arguments) {
    const auto option = arguments.value("--message");
    if (option && arguments.positional()) {
        throw usage_error("the message is given twice: by -m, and behind the command", "keep one of the two");
    }
    return option ? option : arguments.positional();
}

/// They say how a plan is made, and without --autogenerate there is none.
void forbid_plan_options(const Arguments& arguments) {
    for (const auto* const option : {"--online", "--strict", "--owners"}) {
        if (arguments.flag(option)) {
            throw usage_error(fmt::format("{} needs --autogenerate", option),
                              fmt::format("headstart revision --autogenerate {} -m MESSAGE", option));
        }
    }
}

int new_revision(Context& context, const Arguments& arguments) {
    const auto message = message_of(arguments);
    std::optional<NewSections> sections;
    if (arguments.flag("--autogenerate")) {
        const auto before = heads_now(context);
        sections = generate(context, arguments);
        require_same_heads(context, before);
    } else {
        forbid_plan_options(arguments);
    }
    return write_new_file(
        context, arguments,
        {.parents = {arguments.value("--head").value_or("head")}, .message = message, .sections = sections});
}

constexpr std::array k_revision_options{
    k_message,
    k_rev_id,
    OptionSpec{"--autogenerate", "", "fill it with what leads from the migrations to the declared schema"},
    k_owners,
    k_online,
    k_strict,
    k_allow,
    OptionSpec{"--head", "REVISION", "the revision it follows; default: head"},
    OptionSpec{"--splice", "", "allow a --head that is none: a new branch begins there"},
    k_branch_label,
    OptionSpec{"--depends-on", "REVISION", "a revision of another branch that must be applied before", true},
    OptionSpec{"--version-path", "DIR", "which of several folders the file goes to"},
    OptionSpec{"--sql", "", "print the file to standard output and write nothing"},
};

} // namespace

const Command k_revision_command{
    .name = "revision",
    .summary = "write a new migration file",
    .examples =
        "headstart revision \"fill in countries\"                          # empty\n"
        "headstart revision --autogenerate -m \"add user phone number\"    # from the declared schema",
    .options = k_revision_options,
    .positional = {"message", "what it does, as -m says it", PositionalSpec::Count::text},
    .run = new_revision,
};

} // namespace headstart::commands
