#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/exit_status.h"
#include "cli/print.h"

// The scripts ask the program itself what the last word of a command line may become: see Print.
namespace stackql::cli {
namespace {

constexpr std::string_view kBash =
    R"(# Completions of stackql-lint for bash. To use them in this shell:
#   source <(stackql-lint completions bash)
_stackql_lint() {
  local word line kind='' last='' glue=0
  local -a words=()
  # Bash splits words at '=' and ':': they are put together again.
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $word == [=:]* ]]; then
      last+=$word glue=1
    elif ((glue)); then
      last+=$word glue=0
    else
      [[ -n $last ]] && words+=("$last")
      last=$word
    fi
    [[ -z $word ]] && glue=0
  done
  words+=("$last")
  local current=${COMP_WORDS[COMP_CWORD]} kept=${last}
  [[ $current == [=:]* ]] && current=''
  kept=${last%"$current"} # what bash does not take for a part of the word
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $kind ]]; then
      kind=$line
      continue
    fi
    line=${line%%$'\t'*}
    COMPREPLY+=("${line#"$kept"}")
  done < <("$1" completions bash -- "${words[@]}" 2>/dev/null)
  local action=
  case $kind in
    files) action=-f ;;
    folders) action=-d ;;
    *) return 0 ;;
  esac
  compopt -o filenames 2>/dev/null
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <(compgen "$action" -- "$current")
}
complete -F _stackql_lint stackql-lint
)";

constexpr std::string_view kZsh = R"(#compdef stackql-lint
# Completions of stackql-lint for zsh. To use them in this shell, after compinit:
#   source <(stackql-lint completions zsh)
_stackql-lint() {
  local line kind
  local -a lines candidates shown
  lines=("${(@f)$(_call_program candidates \
    stackql-lint completions zsh -- ${(q)${(Q)words[2,CURRENT]}} 2>/dev/null)}")
  kind=${lines[1]}
  for line in "${(@)lines[2,-1]}"; do
    candidates+=("${line%%$'\t'*}")
    shown+=("${line/$'\t'/  -- }")
  done
  (( $#candidates )) && compadd -l -d shown -a candidates
  if [[ $kind == (files|folders) ]]; then
    compset -P '*='
    [[ $kind == files ]] && _files || _files -/
  fi
  return 0
}
if [[ $funcstack[1] == _stackql-lint ]]; then
  _stackql-lint "$@"
else
  compdef _stackql-lint stackql-lint
fi
)";

constexpr std::string_view kFish =
    R"(# Completions of stackql-lint for fish. To use them in this shell:
#   stackql-lint completions fish | source
function __stackql_lint_complete
    set -l typed (commandline -ct)
    set -l words (commandline -opc) "$typed"
    set -l lines (stackql-lint completions fish -- $words[2..-1] 2>/dev/null)
    set -l kind $lines[1]
    printf '%s\n' $lines[2..-1]
    set -l before (string match -r '^.*=' -- "$typed")
    set -l path (string replace -r '^.*=' '' -- "$typed")
    switch "$kind"
        case files
            printf "$before%s\n" (__fish_complete_path "$path")
        case folders
            printf "$before%s\n" (__fish_complete_directories "$path")
    end
end
complete -c stackql-lint -f -a '(__stackql_lint_complete)'
)";

struct CompletionsOptions {
  std::string shell = {};
  std::vector<std::string> words = {};
};

// The script; or, with words, what completes the last of them: "files", "folders" or "words" on the
// first line, then a candidate a line, with a tab and its description.
int Print(const CompletionsOptions& options) {
  std::string text(options.shell == "bash" ? kBash : options.shell == "zsh" ? kZsh : kFish);
  if (!options.words.empty()) {
    const Completion completion = Complete(options.words);
    text = completion.paths == PathKind::kFiles     ? "files\n"
           : completion.paths == PathKind::kFolders ? "folders\n"
                                                    : "words\n";
    for (const Completion::Candidate& each : completion.candidates) {
      text += each.word + (each.description.empty() ? "" : "\t") + each.description + "\n";
    }
  }
  PrintText(text);
  return kExitClean;
}

}  // namespace

Command CompletionsCommand() {
  const auto options = std::make_shared<CompletionsOptions>();
  return {
      .summary = "Print a completion script for a shell",
      .usage = {"SHELL", "SHELL -- WORD..."},
      .description =
          "The script completes commands, options, values, rules and paths. It runs this "
          "program with the words of the command line after '--', which prints what the "
          "last of them may become.",
      .sections = {{"Options",
                    {{.names = "SHELL",
                      .help = "Print the script for this shell:",
                      .binding = OneOf(options->shell, {"bash", "zsh", "fish"}),
                      .required = true},
                     {"WORD", "", "Complete the last of these words", Texts(options->words)}}}},
      .statuses = {{kExitClean, "printed"}, {kExitUsage, "bad usage"}},
      .examples = {"source <(stackql-lint completions bash)",
                   "stackql-lint completions zsh > ~/.zfunc/_stackql-lint",
                   "stackql-lint completions fish > ~/.config/fish/completions/stackql-lint.fish"},
      .run = [options] { return Print(*options); },
  };
}

}  // namespace stackql::cli
