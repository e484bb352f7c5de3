#pragma once

#include "commands/command_line.hpp"

/// One function for each verb, each in the file of its name.
namespace headstart::commands {

int run(Context& context, const Arguments& arguments);
int alive(Context& context, const Arguments& arguments);
int wait(Context& context, const Arguments& arguments);
int upgrade(Context& context, const Arguments& arguments);
int downgrade(Context& context, const Arguments& arguments);
int redo(Context& context, const Arguments& arguments);
int change_database(Context& context, const Arguments& arguments);
int stamp(Context& context, const Arguments& arguments);
int current(Context& context, const Arguments& arguments);
int history(Context& context, const Arguments& arguments);
int log(Context& context, const Arguments& arguments);
int heads(Context& context, const Arguments& arguments);
int branches(Context& context, const Arguments& arguments);
int show(Context& context, const Arguments& arguments);
int status(Context& context, const Arguments& arguments);
int check(Context& context, const Arguments& arguments);
int diff(Context& context, const Arguments& arguments);
int dump(Context& context, const Arguments& arguments);
int test(Context& context, const Arguments& arguments);
int print_models(Context& context, const Arguments& arguments);
int validate(Context& context, const Arguments& arguments);
int new_revision(Context& context, const Arguments& arguments);
int merge(Context& context, const Arguments& arguments);
int edit(Context& context, const Arguments& arguments);
int export_history(Context& context, const Arguments& arguments);
int import_history(Context& context, const Arguments& arguments);
int init(Context& context, const Arguments& arguments);
int ensure_version(Context& context, const Arguments& arguments);
int completion(Context& context, const Arguments& arguments);
int manual_page(Context& context, const Arguments& arguments);
int complete(Context& context, const Arguments& arguments);

} // namespace headstart::commands
