/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * How long a recording may be. */
#ifndef CT_LENGTH_LIMIT_H
#define CT_LENGTH_LIMIT_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How much of a recording can be analysed at once with the memory, and the room for temporary files, that there are
 * now. Limits of the process and of its control group count.
 *
 * @param shown  whether it is shown and edited, which takes more than to transcribe it
 * @return in seconds, at least 0 */
double ct_length_limit_s (bool shown);

#ifdef __cplusplus
}
#endif

#endif
