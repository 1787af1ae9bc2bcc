/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_HELP_H
#define CLI_HELP_H

/* Prints what the program does and what every option is for. */
void cli_help_print (void);

#endif
