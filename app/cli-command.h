/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "app/cli-options.h"

/* Takes the command and its words ([n]), once all options have been taken: what it works on goes into @self. */
CliCommand cli_command_parse (CliOptions *self, int n, char **words);

#endif
