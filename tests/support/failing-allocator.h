/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAILING_ALLOCATOR_H
#define FAILING_ALLOCATOR_H

#include <stdbool.h>

#include "core/base/ct-status.h"

/* Makes allocation number @nth of core (counted from 0) fail, and every one after it; -1: none fails. */
void failing_allocator_set (int nth);

/* Whether an allocation failed since the last failing_allocator_set(). */
bool failing_allocator_failed (void);

/* Runs @func with the first allocation failing, then the second, and so on, until none fails any more; asserts that it
 * reports CT_STATUS_NO_MEMORY whenever one failed and CT_STATUS_OK at last. The function frees what it made. */
void failing_allocator_try_all (CtStatus (*func) (void *data), void *data);

#endif
