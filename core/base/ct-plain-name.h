/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Names that users give, whatever text they come from. */
#ifndef CT_PLAIN_NAME_H
#define CT_PLAIN_NAME_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Copies a name. It is cut between characters so that it fits; control and bidirectional formatting characters and
 * whatever is not UTF-8 are left out.
 *
 * @param text       any text
 * @param[out] name  [size], filled with zeros behind the name; not in @p text
 * @param size       how much room there is, with the zero at the end; at least 1 */
void ct_plain_name_copy (const char *text, char *name, size_t size);

/** Whether ct_plain_name_copy() would copy a name as it is.
 *
 * @param name  [size] bytes, from anywhere
 * @param size  how many
 * @return whether it is a name with zeros to the end behind it; it may be empty */
bool ct_plain_name_is_valid (const char *name, size_t size);

#ifdef __cplusplus
}
#endif

#endif
