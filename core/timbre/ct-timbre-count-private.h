/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TIMBRE_COUNT_PRIVATE_H
#define CT_TIMBRE_COUNT_PRIVATE_H

/* The least eigenvalues of timbres, chosen anew with every memory (core/training/calibrate_memory.py). */
#define CT_TIMBRE_COUNT_SECOND 0.1   /* of a second timbre: a solo's registers differ a little */
#define CT_TIMBRE_COUNT_FURTHER 0.06 /* of every further one: those of an ensemble are small */
#define CT_TIMBRE_COUNT_CLEAR 0.05   /* of a further one that stands clear of the next eigenvalue, */
#define CT_TIMBRE_COUNT_GAP 2        /* which is so many times smaller */

#endif
