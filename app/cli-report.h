/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "app/cli-stats.h"
#include "core/base/ct-status.h"

/* Writes a table of what became of each recording: comma-separated values (RFC 4180) under the header
 * "recording,duration_s,tracks,notes,seconds,status", the last "done", "done before", or what went wrong. */
CtStatus cli_report_write (const CliStats *stats, const char *path) CT_MUST_USE;

/* Says on standard error how many recordings were done. */
void cli_report_sum_up (const CliStats *stats);

#endif
