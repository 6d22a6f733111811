"""Writes the formula for Homebrew of a release, which installs the archive of the machine's architecture.

Usage: formula.py VERSION FOLDER > stackql-lint.rb    FOLDER has the archives of both architectures
"""

import hashlib
import pathlib
import sys

TEXT = """\
class StackqlLint < Formula
  desc "Linter for StackQL stacks on AWS: policies, permissions and properties"
  homepage "https://github.com/stackql/stackql-lint"
  license "MIT"

  depends_on :linux

{sources}
  def install
    bin.install "bin/stackql-lint"
    man1.install "share/man/man1/stackql-lint.1"
    bash_completion.install "share/bash-completion/completions/stackql-lint"
    fish_completion.install "share/fish/vendor_completions.d/stackql-lint.fish"
    zsh_completion.install "share/zsh/site-functions/_stackql-lint"
    doc.install Dir["share/doc/stackql-lint/*"]
  end

  test do
    (testpath/"stackql_manifest.yml").write "version: 1\\nname: empty\\n"
    assert_match version.to_s, shell_output("#{{bin}}/stackql-lint --version")
    assert_match "MAN", shell_output("#{{bin}}/stackql-lint --no-config .", 1)
  end
end
"""
SOURCE = """\
  on_{name} do
    url "https://github.com/stackql/stackql-lint/releases/download/v{version}/{archive}"
    sha256 "{checksum}"
  end
"""


def source(name, architecture, version, folder):
    archive = f"stackql-lint-{version}-linux-{architecture}.tar.gz"
    checksum = hashlib.sha256((pathlib.Path(folder) / archive).read_bytes()).hexdigest()
    return SOURCE.format(name=name, version=version, archive=archive, checksum=checksum)


def main(version, folder):
    sources = [source("intel", "amd64", version, folder), source("arm", "arm64", version, folder)]
    print(TEXT.format(sources="\n".join(sources)), end="")


main(*sys.argv[1:])
