// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli_main.h"
#include "app/composition/allocator.h"

int main(int argc, char** argv)
{
    binnacle::app::limitHeaps();
    return binnacle::app::cliMain(argc, argv);
}
