#include "cli/page.hpp"

#include <doctest/doctest.h>

#include "cli/page_render.hpp"

using mlt::cli::Block;
using mlt::cli::Page;
using Kind = mlt::cli::Block::Kind;

namespace {

const Page kPage{"mlt-try",
                 1,
                 "try things",
                 {{"SYNOPSIS", {{Kind::synopsis, "mlt try [-x EXP] RUN..."}}},
                  {"DESCRIPTION",
                   {{Kind::paragraph, "First."},
                    {Kind::literal, ".dot 'quoted' \\n\n  more"},
                    {Kind::heading, "Part"},
                    {Kind::term, "the meaning", "-x, --exp NAME"}}}}};

}  // namespace

TEST_CASE("roff shows text as it is") {
  const std::string roff = roff_text(kPage);
  CHECK(roff.find(".SH NAME\nmlt\\-try \\- try things\n") != std::string::npos);
  CHECK(roff.find("\\fBmlt\\fR \\fBtry\\fR [\\fB\\-x\\fR \\fIEXP\\fR] \\fIRUN\\fR...\n") !=
        std::string::npos);
  CHECK(roff.find("\\&.dot \\(aqquoted\\(aq \\en\n  more\n") != std::string::npos);
  CHECK(roff.find(".SS Part\n.TP\n\\fB\\-x\\fR, \\fB\\-\\-exp\\fR \\fINAME\\fR\nthe meaning\n") !=
        std::string::npos);
}

TEST_CASE("plain text is laid out in columns") {
  CHECK(plain_text(kPage, {.width = 60}) ==
        "NAME\n"
        "  mlt-try - try things\n"
        "\n"
        "SYNOPSIS\n"
        "  mlt try [-x EXP] RUN...\n"
        "\n"
        "DESCRIPTION\n"
        "  First.\n"
        "    .dot 'quoted' \\n\n"
        "      more\n"
        "\n"
        " Part\n"
        "  -x, --exp NAME  the meaning\n");
}

TEST_CASE("a long summary is wrapped under the name") {
  const Page page{"mlt-experiments-list", 1, "list the experiments of the store", {}};
  CHECK(plain_text(page, {.width = 40}) ==
        "NAME\n"
        "  mlt-experiments-list - list the\n"
        "    experiments of the store\n");
}

TEST_CASE("words are wrapped at the width") {
  std::string out;
  mlt::cli::append_wrapped(out, "one two three four", 2, 11);
  CHECK(out == "one two\n  three\n  four\n");
}
