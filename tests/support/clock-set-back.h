/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLOCK_SET_BACK_H
#define CLOCK_SET_BACK_H

/* A program that links clock-set-back.c with -Wl,--wrap=clock_gettime lives on a machine whose wall clock is set back
 * by this much whenever the program has read it. A deadline on that clock then lies an hour ahead: whoever waits for it
 * hangs. */
#define CLOCK_SET_BACK_S 3600

#endif
