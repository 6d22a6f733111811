#include <algorithm>
#include <array>
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
    stackql-lint completions zsh -- "${(@qq)${(@Q)words[2,CURRENT]}}" 2>/dev/null)}")
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

constexpr std::string_view kElvish =
    R"(# Completions of stackql-lint for Elvish. To use them in this shell:
#   eval (stackql-lint completions elvish | slurp)
use str
set edit:completion:arg-completer[stackql-lint] = {|@words|
  var lines = [(try {
    stackql-lint completions elvish -- (all $words[1..]) 2>/dev/null | from-lines
  } catch { nop })]
  if (== 0 (count $lines)) { return }
  for line $lines[1..] {
    var word rest = (str:split &max=2 "\t" $line"\t")
    edit:complex-candidate $word &display=(str:trim-space $word'  '$rest)
  }
  var kind = $lines[0]
  if (not (or (eq $kind files) (eq $kind folders))) { return }
  var typed = $words[-1]
  var at = (+ 1 (str:last-index $typed =))
  edit:complete-filename $typed[$at..] | each {|file|
    if (or (eq $kind files) (str:has-suffix $file[stem] /)) {
      edit:complex-candidate $typed[..$at]$file[stem] &code-suffix=$file[code-suffix]
    }
  }
}
)";

// Where there are no candidates, Nushell completes paths.
constexpr std::string_view kNushell =
    R"(# Completions of stackql-lint for Nushell. To use them, save them in a folder that it loads:
#   stackql-lint completions nushell | save ($nu.user-autoload-dirs.0 | path join stackql-lint.nu)
let stackql_lint_others = $env.config.completions.external.completer?
$env.config.completions.external.completer = {|spans|
  if ($spans | first) == 'stackql-lint' {
    let lines = (try {
      ^stackql-lint completions nushell -- ...($spans | skip 1) e> /dev/null | lines
    } catch { [] })
    let candidates = ($lines | skip 1 | each {|line|
      let parts = ($line | split row --number 2 "\t")
      {value: $parts.0, description: ($parts.1? | default '')}
    })
    if ($candidates | is-empty) and $lines.0? in [files folders] { null } else { $candidates }
  } else if $stackql_lint_others != null {
    do $stackql_lint_others $spans
  }
}
)";

// A word may be more than what PowerShell replaces: "TAG001,TAG" is a list to it. Where there are
// no candidates, it completes paths. Since 7.3 it passes words that are empty.
constexpr std::string_view kPowerShell =
    R"(# Completions of stackql-lint for PowerShell 7.3 or later. To use them in this shell:
#   stackql-lint completions powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName stackql-lint -ScriptBlock {
  param($typed, $line, $cursor)
  $start = $line.Extent.StartOffset
  $before = $line.ToString().PadRight($cursor - $start).Substring(0, $cursor - $start)
  $words = @($line.CommandElements | Select-Object -Skip 1 | Where-Object {
      $_.Extent.EndOffset -lt $cursor
    } | ForEach-Object { $_.Extent.Text })
  $last = $before -replace '^.*\s', ''
  $kept = $last.Length - $typed.Length
  $lines = @(stackql-lint completions powershell -- @words $last 2>$null)
  $found = @($lines | Select-Object -Skip 1 | ForEach-Object {
      $word, $about = $_ -split "`t", 2
      $text = if ($kept -gt 0) { $word.Substring($kept) } else { $word }
      $tip = if ($about) { $about } else { $word }
      [System.Management.Automation.CompletionResult]::new($text, $word, 'ParameterValue', $tip)
    })
  $found
  if ($found.Count -gt 0 -and $lines[0] -in 'files', 'folders') {
    [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed) | Where-Object {
      $lines[0] -eq 'files' -or $_.ResultType -eq 'ProviderContainer'
    }
  }
}
)";

struct Shell {
  std::string_view name;
  std::string_view script;
};
constexpr auto kShells = std::to_array<Shell>({{"bash", kBash},
                                               {"zsh", kZsh},
                                               {"fish", kFish},
                                               {"elvish", kElvish},
                                               {"nushell", kNushell},
                                               {"powershell", kPowerShell}});

std::vector<std::string> ShellNames() {
  std::vector<std::string> names;
  names.reserve(kShells.size());
  for (const Shell& shell : kShells) names.emplace_back(shell.name);
  return names;
}

struct CompletionsOptions {
  std::string shell = {};
  std::vector<std::string> words = {};
};

// The script; or, with words, what completes the last of them: "files", "folders" or "words" on the
// first line, then a candidate a line, with a tab and its description.
int Print(const CompletionsOptions& options) {
  std::string text(std::ranges::find(kShells, options.shell, &Shell::name)->script);
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
                      .binding = OneOf(options->shell, ShellNames()),
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
