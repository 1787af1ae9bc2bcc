/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_FFTW_PRIVATE_H
#define CT_FFTW_PRIVATE_H

/* FFTW has one planner for the whole process, and it is not reentrant: hold this lock to make or destroy a plan. */
void ct_fftw_lock (void);
void ct_fftw_unlock (void);

#endif
