/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * atomic_bool, for functions that can be cancelled from another thread, in C and in C++. */
#ifndef CT_ATOMIC_BOOL_H
#define CT_ATOMIC_BOOL_H

#ifdef __cplusplus
#include <atomic>
using std::atomic_bool;
#else
#include <stdatomic.h>
#endif

#endif
