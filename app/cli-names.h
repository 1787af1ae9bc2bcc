/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_NAMES_H
#define CLI_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* Leaves room for a number and for the longest ending in the 255 bytes that file systems take. */
#define CLI_NAME_BYTES 230
#define CLI_NAME_NUMBER_BYTES 22

/* What the results of a recording are called, without an ending. */
typedef struct
{
  int next;    /* the number to try for the next recording that would be called so */
  bool shared; /* it took a number to tell it from others, so that among others it may be called otherwise */
  char text[CLI_NAME_BYTES + CLI_NAME_NUMBER_BYTES];
} CliName;

/* Finds a name for each of the recordings @paths ([n]): the last part of its path without the ending. Where others end
 * alike, the folder stands before it ("Album - 01"), and where that is not enough, a number behind it. [n], which the
 * caller frees; NULL without memory. */
CliName *cli_names_new (char *const *paths, size_t n);

/* What a recording is called: the last part of its path without its ending. NULL without memory. */
char *cli_names_dup_title (const char *path);

/* The folder that a file lies in, as a path. NULL without memory. */
char *cli_names_dup_folder (const char *path);

#endif
