/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TIMBRE_COUNT_PRIVATE_H
#define CT_TIMBRE_COUNT_PRIVATE_H

/* The least eigenvalues of timbres, chosen anew with every memory (core/training/calibrate_memory.py). */
#define CT_TIMBRE_COUNT_SECOND 0.14  /* of a second timbre: a solo's registers differ a little */
#define CT_TIMBRE_COUNT_FURTHER 0.06 /* and of every further one: those of an ensemble are small */

#endif
