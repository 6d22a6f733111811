#include <gtest/gtest.h>

#include "net/url.h"

namespace stackql::net {
namespace {

TEST(Url, Plain) {
  const std::optional<Url> url = ParseUrl("HTTPS://Registry.Example:8443/a/b?c");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->secure);
  EXPECT_EQ(url->host, "registry.example");
  EXPECT_EQ(url->port, "8443");
  EXPECT_EQ(url->path, "/a/b?c");
  EXPECT_EQ(url->Text(), "https://registry.example:8443/a/b?c");
  EXPECT_EQ(ParseUrl("http://[::1]:80")->host, "[::1]");
}

TEST(Url, NotPlain) {
  for (const char* text :
       {"", "registry.example", "ftp://host/", "file:///etc/passwd", "https://", "https:///path",
        "https://user@host/", "https://user:secret@host/", "https://host:/", "https://host:99999x",
        "https://host/a b", "https://host/a#b", "https://host\\evil/", "https://host/\r\nX: y",
        "https://h\xC3\xB6st/", "https://host?query", "https://[::1/", "https://a:b:c/"}) {
    EXPECT_FALSE(ParseUrl(text)) << text;
  }
}

TEST(Url, Loopback) {
  for (const char* text : {"http://localhost/", "http://127.0.0.1:8080", "http://[::1]/"}) {
    EXPECT_TRUE(ParseUrl(text)->Loopback()) << text;
  }
  for (const char* text : {"http://127.0.0.1.example.com/", "http://localhost.example.com",
                           "http://10.0.0.1", "http://[::2]/"}) {
    EXPECT_FALSE(ParseUrl(text)->Loopback()) << text;
  }
}

TEST(Url, Locations) {
  const Url base = *ParseUrl("https://host/a/b");
  EXPECT_EQ(ResolveLocation(base, "/c")->Text(), "https://host/c");
  EXPECT_EQ(ResolveLocation(base, "https://other/c")->Text(), "https://other/c");
  for (const char* location : {"", "c", "//other/c", "/c d", "javascript:x"}) {
    EXPECT_FALSE(ResolveLocation(base, location)) << location;
  }
}

}  // namespace
}  // namespace stackql::net
