// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli_main.h"

int main(int argc, char** argv)
{
    return binnacle::app::cliMain(argc, argv);
}
