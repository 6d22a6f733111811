#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace stackql::cli {

// Each is written in a file of its name; those that only have subcommands in commands.cc.
Command ProgramCommand();
Command CheckCommand();
Command ExplainCommand();
Command RenderCommand();
Command OperationsCommand();
Command GraphCommand();
Command PermissionsCommand();
Command PolicyCommand();
Command PolicyGenerateCommand();
Command PolicyCheckCommand();
Command PolicyDiffCommand();
Command PolicyExplainDeniedCommand();
Command VerifyCommand();
Command CatalogCommand();
Command CatalogListCommand();
Command CatalogShowCommand();
Command CatalogStatusCommand();
Command CatalogPullCommand();
Command CatalogAddCommand();
Command ConfigCommand();
Command ConfigShowCommand();
Command ConfigSchemaCommand();
Command RulesCommand();
Command RulesTestCommand();
Command InitCommand();
Command CompletionsCommand();
Command ManCommand();
Command HelpCommand();

// Every command, in the order of help. The one without a name is the program itself.
inline constexpr std::array kCommands = {
    CommandEntry{"", ProgramCommand},
    CommandEntry{"check", CheckCommand, "lint validate"},
    CommandEntry{"explain", ExplainCommand, "describe why"},
    CommandEntry{"render", RenderCommand, "print preview"},
    CommandEntry{"operations", OperationsCommand, "ops calls"},
    CommandEntry{"graph", GraphCommand, "draw diagram"},
    CommandEntry{"permissions", PermissionsCommand, "perms iam actions"},
    CommandEntry{"policy", PolicyCommand, "generate"},
    CommandEntry{"policy generate", PolicyGenerateCommand, "create make"},
    CommandEntry{"policy check", PolicyCheckCommand, "lint validate verify"},
    CommandEntry{"policy diff", PolicyDiffCommand, "compare"},
    CommandEntry{"policy explain-denied", PolicyExplainDeniedCommand, "denied access accessdenied"},
    CommandEntry{"verify", VerifyCommand, "drift live"},
    CommandEntry{"catalog", CatalogCommand, "pull download"},
    CommandEntry{"catalog list", CatalogListCommand, "ls types"},
    CommandEntry{"catalog show", CatalogShowCommand, "describe get explain"},
    CommandEntry{"catalog status", CatalogStatusCommand, "info"},
    CommandEntry{"catalog pull", CatalogPullCommand, "download fetch update install"},
    CommandEntry{"catalog add", CatalogAddCommand, "import"},
    CommandEntry{"rules", RulesCommand, "rule list-rules"},
    CommandEntry{"rules test", RulesTestCommand, "check examples"},
    CommandEntry{"config", ConfigCommand, "settings configuration"},
    CommandEntry{"config show", ConfigShowCommand, "print get"},
    CommandEntry{"config schema", ConfigSchemaCommand},
    CommandEntry{"init", InitCommand, "setup start new"},
    CommandEntry{"completions", CompletionsCommand, "autocomplete"},
    CommandEntry{"man", ManCommand, "manual"},
    CommandEntry{"help", HelpCommand, "usage"},
};

// The line of the table with this name; null if there is none.
const CommandEntry* FindCommand(std::string_view name);
// The lines directly below a command: of "policy" three, of "" those of one word.
std::vector<const CommandEntry*> Subcommands(std::string_view name);
// The command of a line, with the options that all have.
Command Make(const CommandEntry& entry);

// The line that words begin with, two words before one, which are removed; null if they begin with
// none.
const CommandEntry* TakeCommand(std::vector<std::string>& words);

// "stackql-lint policy generate".
std::string ProgramAnd(std::string_view name);

}  // namespace stackql::cli
