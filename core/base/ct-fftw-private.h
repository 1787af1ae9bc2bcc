/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_FFTW_PRIVATE_H
#define CT_FFTW_PRIVATE_H

/* FFTW's planner is one for the whole process and not safe to enter twice: whoever makes or destroys a plan holds this.
 */
void ct_fftw_lock (void);
void ct_fftw_unlock (void);

#endif
