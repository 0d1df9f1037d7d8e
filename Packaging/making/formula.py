"""The text of a Homebrew formula, over the tarballs there are."""
from .archives import sha256
from .product import LICENCE

# As file names have it -> as Homebrew's blocks have it.
BLOCKS = {"linux-x86_64": ("on_linux", "on_intel"), "linux-aarch64": ("on_linux", "on_arm"),
          "macos-x86_64": ("on_macos", "on_intel"), "macos-arm64": ("on_macos", "on_arm")}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("#", "\\#") + '"'


def build(product, tarballs):
    """of all tarballs {file name: content}: those of this machine, and those brought from others"""
    systems = {}
    for name, content in sorted(tarballs.items()):
        place = name.removeprefix(f"clickport-{product.version}-").removesuffix(".tar.gz")
        if place in BLOCKS:
            system, machine = BLOCKS[place]
            systems.setdefault(system, []).append(
                f"    {machine} do\n      url {quoted(product.download(name))}\n"
                f"      sha256 {quoted(sha256(content))}\n    end\n")
    blocks = "\n".join(f"  {system} do\n" + "\n".join(parts) + "  end\n"
                       for system, parts in sorted(systems.items()))
    known = {"description": quoted(product.description), "homepage": product.publisher["homepage"],
             "version": quoted(product.version), "licence": quoted(LICENCE)}
    return f"""\
# Written by Packaging/build.
class Clickport < Formula
  desc {known["description"]}
  homepage {quoted(known["homepage"])}
  version {known["version"]}
  license {known["licence"]}

{blocks}
  # Both are opened by name when they are needed; macOS has them.
  on_linux do
    depends_on "curl"
    depends_on "sqlite"
  end

  def install
    bin.install "bin/clickport"
    man1.install "share/man/man1/clickport.1"
    bash_completion.install "share/bash-completion/completions/clickport"
    zsh_completion.install "share/zsh/site-functions/_clickport"
    fish_completion.install "share/fish/vendor_completions.d/clickport.fish"
    doc.install "README.md", "CHANGELOG.md", "LICENSE", "THIRD-PARTY.txt", "docs", "examples"
    return unless OS.linux?

    # Homebrew's libraries aren't where the system looks.
    libexec.install bin/"clickport"
    (bin/"clickport").write_env_script libexec/"clickport",
      CLICKPORT_LIBCURL: Formula["curl"].opt_lib/"libcurl.so.4",
      LD_LIBRARY_PATH:   Formula["sqlite"].opt_lib
  end

  test do
    assert_equal version.to_s, shell_output("#{{bin}}/clickport --version").strip
    assert_match "get_clicks", shell_output("#{{bin}}/clickport demo")
  end
end
""".encode()
