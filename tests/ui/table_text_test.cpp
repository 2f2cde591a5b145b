// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "ui/viewmodels/table_text.h"

using namespace binnacle::ui;

namespace {

TableText sample()
{
    return {{QStringLiteral("Node"), QStringLiteral("Util")},
            {false, true},
            {{QStringLiteral("gpu-1"), QStringLiteral("71 %")},
             {QStringLiteral("a|b, \"c\""), QStringLiteral("–")}}};
}

} // namespace

TEST_CASE("rows are copied as text in columns, figures to the right")
{
    CHECK(toText(sample(), TableFormat::Text) ==
          QStringLiteral("Node      Util\ngpu-1     71 %\na|b, \"c\"     –\n"));
}

TEST_CASE("Markdown keeps a bar inside its cell")
{
    CHECK(toText(sample(), TableFormat::Markdown) ==
          QStringLiteral("| Node | Util |\n|---|--:|\n| gpu-1 | 71 % |\n"
                         "| a\\|b, \"c\" | – |\n"));
}

TEST_CASE("CSV quotes commas and quotes, and leaves the unknown empty")
{
    CHECK(toText(sample(), TableFormat::Csv) ==
          QStringLiteral("Node,Util\r\ngpu-1,71 %\r\n\"a|b, \"\"c\"\"\",\r\n"));
}

TEST_CASE("JSON says null for the unknown")
{
    const QString json = toText(sample(), TableFormat::Json);
    CHECK(json.contains(u"\"Util\": \"71 %\""));
    CHECK(json.contains(u"\"Util\": null"));
    CHECK(toText({}, TableFormat::Json) == QStringLiteral("[\n]\n"));
}
