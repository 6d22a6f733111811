#pragma once

#include <array>
#include <string_view>

namespace stackql::cli {

// An option that other linters have, and what does the same here.
struct PeerOption {
  std::string_view name;
  std::string_view own;  // an option of the command, with its value, or another command
};

inline constexpr std::array kPeerOptions = {
    PeerOption{"--add-noqa", "--add-ignores REASON"},
    PeerOption{"--apply", "--fix"},
    PeerOption{"--disable", "--ignore RULES"},
    PeerOption{"--enable", "--select RULES"},
    PeerOption{"--error-on-warnings", "--fail-on warning"},
    PeerOption{"--exit-zero", "--fail-on never"},
    PeerOption{"--explain", "rules RULE"},
    PeerOption{"--extend-ignore", "--ignore RULES"},
    PeerOption{"--extend-select", "--select RULES"},
    PeerOption{"--format", "--output FORMAT"},
    PeerOption{"--isolated", "--no-config"},
    PeerOption{"--list-rules", "rules"},
    PeerOption{"--max-diagnostics", "--max-findings N"},
    PeerOption{"--no-color", "--color never"},
    PeerOption{"--no-exit-codes", "--fail-on never"},
    PeerOption{"--output-file", "--output FORMAT=FILE"},
    PeerOption{"--output-format", "--output FORMAT"},
    PeerOption{"--reporter", "--output FORMAT"},
    PeerOption{"--severity", "--min-severity LEVEL"},
    PeerOption{"--show-config", "config show"},
    PeerOption{"--show-settings", "config show"},
    PeerOption{"--silent", "--quiet"},
    PeerOption{"--since", "--changed=REV"},
    PeerOption{"--stdin-display-name", "--stdin-filename NAME"},
    PeerOption{"--stdin-file-path", "--stdin-filename NAME"},
    PeerOption{"--strict", "--fail-on warning"},
    PeerOption{"--suppress", "--add-ignores REASON"},
    PeerOption{"--threads", "--jobs N"},
    PeerOption{"--unsafe", "--unsafe-fixes"},
    PeerOption{"--write", "--fix"},
};

}  // namespace stackql::cli
