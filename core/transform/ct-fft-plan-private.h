/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_FFT_PLAN_PRIVATE_H
#define CT_FFT_PLAN_PRIVATE_H

#include <fftw3.h>

/* Plans of FFTW for @size real samples and their spectrum [size / 2 + 1]; NULL without memory. They may be made and
 * freed in any thread. The buffers are left as they are; a plan runs on others, too, if they are aligned alike. */
fftwf_plan ct_fft_plan_forward (int size, float *samples, fftwf_complex *spectrum);
/* This one overwrites the spectrum when it runs. */
fftwf_plan ct_fft_plan_backward (int size, fftwf_complex *spectrum, float *samples);
void ct_fft_plan_free (fftwf_plan plan);

#endif
