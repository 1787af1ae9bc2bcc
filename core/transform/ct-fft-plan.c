/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transform/ct-fft-plan-private.h"

#include <fftw3.h>
#include <pthread.h>

/* FFTW has one planner for the whole process, and it is not reentrant. */
static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

fftwf_plan
ct_fft_plan_forward (int size, float *samples, fftwf_complex *spectrum)
{
  fftwf_plan plan;

  pthread_mutex_lock (&planner);
  plan = fftwf_plan_dft_r2c_1d (size, samples, spectrum, FFTW_ESTIMATE);
  pthread_mutex_unlock (&planner);
  return plan;
}

fftwf_plan
ct_fft_plan_backward (int size, fftwf_complex *spectrum, float *samples)
{
  fftwf_plan plan;

  pthread_mutex_lock (&planner);
  plan = fftwf_plan_dft_c2r_1d (size, spectrum, samples, FFTW_ESTIMATE);
  pthread_mutex_unlock (&planner);
  return plan;
}

void
ct_fft_plan_free (fftwf_plan plan)
{
  if (!plan)
    return;
  pthread_mutex_lock (&planner);
  fftwf_destroy_plan (plan);
  pthread_mutex_unlock (&planner);
}
