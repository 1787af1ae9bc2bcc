/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Why writing failed. */
#ifndef CT_WRITE_STATUS_H
#define CT_WRITE_STATUS_H

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Translates `errno` after a failed write, or whatever else makes a file.
 *
 * @param error  a value of `errno`
 * @return the status that fits it, never CT_STATUS_OK: what is not known better is CT_STATUS_WRITE_FAILED */
CtStatus ct_write_status (int error);

#ifdef __cplusplus
}
#endif

#endif
