/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transform/ct-cqt.h"

#include <fftw3.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/transform/ct-fft-plan-private.h"

#define GAMMA_HZ 1.0       /* bandwidth offset of the variable-Q transform */
#define HALF_BAND_PAIRS 15 /* non-zero taps on either side of the half-band filter's centre */
#define HALF_BAND_REACH (2 * HALF_BAND_PAIRS - 1)
#define KAISER_BETA 11.0  /* 107 dB: what aliases stays under the floor of the networks' input */
#define KERNEL_FLOOR 1e-5 /* coefficients under this share of a kernel's largest are left out: -100 dB */
#define ALIGNMENT 64

/* four floats are two complex numbers; compilers make the best of it on every processor */
typedef float Vec4 __attribute__ ((vector_size (16), aligned (4), may_alias));

typedef struct
{
  int first; /* first bin of the spectrum */
  int pairs; /* how many pairs of bins */
  size_t at; /* of its coefficients in the octave's table */
} Kernel;

typedef struct
{
  int fft_size;
  fftwf_plan plan;
  Kernel kernels[CT_CQT_BINS_PER_OCTAVE];
  float *coefficients; /* real, each twice: for the real and the imaginary part */
} Octave;

struct _CtCqt
{
  float taps[HALF_BAND_PAIRS];    /* at odd distances 1, 3, ... from the centre, which is 1/2 */
  Octave octaves[CT_CQT_OCTAVES]; /* from the highest */
};

struct _CtCqtWork
{
  const CtCqt *plan;
  size_t max_frames;
  float *even, *odd;             /* a level's samples, apart */
  float *levels[CT_CQT_OCTAVES]; /* decimated samples; [0] unused */
  float *frame;                  /* input of a Fourier transform */
  fftwf_complex *spectrum;
};

double
ct_cqt_bin_hz (int bin)
{
  return CT_CQT_MIN_HZ * exp2 ((double) bin / CT_CQT_BINS_PER_OCTAVE);
}

double
ct_cqt_window_s (int bin)
{
  double q = 1.0 / (exp2 (1.0 / CT_CQT_BINS_PER_OCTAVE) - 1.0);

  return 1.0 / (ct_cqt_bin_hz (bin) / q + GAMMA_HZ);
}

/* Modified Bessel function of the first kind, order 0. */
static double
bessel_i0 (double x)
{
  double sum = 1.0, term = 1.0;

  for (int k = 1; term > 1e-12 * sum; k++)
    {
      term *= (x / (2.0 * k)) * (x / (2.0 * k));
      sum += term;
    }
  return sum;
}

static void
design_half_band (float *taps)
{
  double sum = 0.0, values[HALF_BAND_PAIRS];

  for (int i = 0; i < HALF_BAND_PAIRS; i++)
    {
      double n = 2 * i + 1, x = n / (HALF_BAND_REACH + 1);

      values[i] = sin (M_PI * n / 2.0) / (M_PI * n) * bessel_i0 (KAISER_BETA * sqrt (1.0 - x * x))
                  / bessel_i0 (KAISER_BETA);
      sum += 2.0 * values[i];
    }
  for (int i = 0; i < HALF_BAND_PAIRS; i++)
    taps[i] = (float) (values[i] * 0.5 / sum);
}

/* The smallest multiple of 32, at least @window, whose only prime factors are 2, 3 and 5. */
static int
fft_size_for (double window)
{
  for (int size = 32;; size += 32)
    {
      int rest = size;

      while (rest % 2 == 0)
        rest /= 2;
      while (rest % 3 == 0)
        rest /= 3;
      while (rest % 5 == 0)
        rest /= 5;
      if (rest == 1 && size >= window + 2)
        return size;
    }
}

/* sum of e^(i omega n) for n = -half to half */
static double
dirichlet (double omega, int half)
{
  double denominator = sin (omega / 2.0);

  return fabs (denominator) < 1e-12 ? 2.0 * half + 1.0 : sin (omega * (half + 0.5)) / denominator;
}

/* The spectrum at @omega (radians a sample) of the four-term Blackman-Harris window of @length samples about 0. */
static double
window_spectrum (double omega, double length)
{
  static const double terms[4] = { 0.35875, 0.48829, 0.14128, 0.01168 };
  int half = (int) floor (length / 2.0);
  double sum = 0.0;

  for (int k = 0; k < 4; k++)
    {
      double shift = 2.0 * M_PI * k / length;

      sum += 0.5 * terms[k] * (dirichlet (omega - shift, half) + dirichlet (omega + shift, half));
    }
  return sum;
}

/* The spectrum of the windowed complex sine of @hz at spectral bin @m. The window is symmetric about the frame's
 * centre, so the spectrum is real. */
static double
kernel_value (double hz, double window, double rate_hz, int size, int m)
{
  double omega = 2.0 * M_PI * (hz / rate_hz - (double) m / size);

  return 2.0 * window_spectrum (omega, window) / window_spectrum (0.0, window) / size;
}

/* Finds the bins of the spectrum where the kernel is not negligible and writes their coefficients, twice each, to
 * @coefficients (NULL: only finds them). */
static Kernel
make_kernel (int bin, double rate_hz, int size, float *coefficients)
{
  double hz = ct_cqt_bin_hz (bin), window = ct_cqt_window_s (bin) * rate_hz;
  int centre = (int) lrint (hz / rate_hz * size), last = size / 2 - 1, first = centre, end = centre;
  double largest = fabs (kernel_value (hz, window, rate_hz, size, centre));
  Kernel kernel;

  while (first > 0 && fabs (kernel_value (hz, window, rate_hz, size, first - 1)) > KERNEL_FLOOR * largest)
    first--;
  while (end < last && fabs (kernel_value (hz, window, rate_hz, size, end + 1)) > KERNEL_FLOOR * largest)
    end++;
  kernel = (Kernel){ .first = first, .pairs = (end - first + 2) / 2 };
  if (!coefficients)
    return kernel;
  for (int m = first; m < first + 2 * kernel.pairs; m++)
    {
      double value = m > end ? 0.0 : kernel_value (hz, window, rate_hz, size, m);

      /* the frame's centre is at size / 2 of what is transformed: the spectrum's signs alternate */
      *coefficients++ = (float) (m % 2 ? -value : value);
      *coefficients++ = (float) (m % 2 ? -value : value);
    }
  return kernel;
}

static CtStatus
plan_octave (Octave *octave, int level)
{
  double rate_hz = (double) CT_CQT_RATE_HZ / (1 << level);
  int lowest = CT_CQT_BINS - (level + 1) * CT_CQT_BINS_PER_OCTAVE;
  size_t n = 0;
  float *in;
  fftwf_complex *out;

  octave->fft_size = fft_size_for (ct_cqt_window_s (lowest) * rate_hz);
  for (int i = 0; i < CT_CQT_BINS_PER_OCTAVE; i++)
    {
      octave->kernels[i] = make_kernel (lowest + i, rate_hz, octave->fft_size, NULL);
      octave->kernels[i].at = n;
      n += 4 * (size_t) octave->kernels[i].pairs;
    }
  octave->coefficients = malloc (n * sizeof (float));
  if (!octave->coefficients)
    return CT_STATUS_NO_MEMORY;
  for (int i = 0; i < CT_CQT_BINS_PER_OCTAVE; i++)
    make_kernel (lowest + i, rate_hz, octave->fft_size, octave->coefficients + octave->kernels[i].at);

  in = fftwf_alloc_real (octave->fft_size);
  out = fftwf_alloc_complex (octave->fft_size / 2 + 2);
  if (in && out)
    octave->plan = ct_fft_plan_forward (octave->fft_size, in, out);
  fftwf_free (in);
  fftwf_free (out);
  return octave->plan ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

CtStatus
ct_cqt_new (CtCqt **out)
{
  CtCqt *self = calloc (1, sizeof *self);

  if (!self)
    return CT_STATUS_NO_MEMORY;
  design_half_band (self->taps);
  for (int level = 0; level < CT_CQT_OCTAVES; level++)
    {
      CtStatus status = plan_octave (&self->octaves[level], level);

      if (status != CT_STATUS_OK)
        {
          ct_cqt_free (self);
          return status;
        }
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_cqt_free (CtCqt *self)
{
  if (!self)
    return;
  for (int level = 0; level < CT_CQT_OCTAVES; level++)
    {
      free (self->octaves[level].coefficients);
      ct_fft_plan_free (self->octaves[level].plan);
    }
  free (self);
}

static size_t
n_samples (size_t n_frames)
{
  return (n_frames - 1) * CT_CQT_HOP + 2 * CT_CQT_REACH;
}

CtStatus
ct_cqt_work_new (const CtCqt *plan, size_t max_frames, CtCqtWork **out)
{
  CtCqtWork *self = calloc (1, sizeof *self);
  size_t n = n_samples (max_frames);
  bool complete;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->plan = plan;
  self->max_frames = max_frames;
  self->even = malloc ((n / 2 + 1) * sizeof (float));
  self->odd = malloc ((n / 2 + 1) * sizeof (float));
  self->frame = aligned_alloc (ALIGNMENT, 512 * sizeof (float));
  self->spectrum = aligned_alloc (ALIGNMENT, 512 * sizeof (fftwf_complex));
  complete = self->even && self->odd && self->frame && self->spectrum;
  for (int level = 1; level < CT_CQT_OCTAVES; level++)
    {
      self->levels[level] = malloc ((n >> level) * sizeof (float));
      complete = complete && self->levels[level];
    }
  if (!complete)
    {
      ct_cqt_work_free (self);
      return CT_STATUS_NO_MEMORY;
    }
  memset (self->spectrum, 0, 512 * sizeof (fftwf_complex));
  *out = self;
  return CT_STATUS_OK;
}

void
ct_cqt_work_free (CtCqtWork *self)
{
  if (!self)
    return;
  free (self->even);
  free (self->odd);
  free (self->frame);
  free (self->spectrum);
  for (int level = 1; level < CT_CQT_OCTAVES; level++)
    free (self->levels[level]);
  free (self);
}

/* Filters and halves @in ([n]) into @out: the first output lies on in[start], start >= HALF_BAND_REACH. Returns how
 * many. */
static size_t
decimate (CtCqtWork *work, const float *restrict in, size_t n, size_t start, float *restrict out)
{
  const float *taps = work->plan->taps;
  size_t n_out = (n - 1 - HALF_BAND_REACH - start) / 2 + 1, first = start - HALF_BAND_REACH;
  size_t n_odd = n_out + 2 * HALF_BAND_PAIRS - 1;
  float *restrict even = work->even, *restrict odd = work->odd;

  /* "odd" are the samples at odd distance from an output: in[first], in[first + 2], ... */
  for (size_t i = 0; i < n_odd; i++)
    odd[i] = in[first + 2 * i];
  for (size_t i = 0; i < n_out; i++)
    even[i] = in[start + 2 * i];
  for (size_t i = 0; i < n_out; i++)
    out[i] = 0.5f * even[i];
  for (int pair = 0; pair < HALF_BAND_PAIRS; pair++)
    {
      const float *before = odd + HALF_BAND_PAIRS - 1 - pair, *after = odd + HALF_BAND_PAIRS + pair;
      float tap = taps[pair];

      for (size_t i = 0; i < n_out; i++)
        out[i] += tap * (before[i] + after[i]);
    }
  return n_out;
}

/* Transforms one octave of one frame from the fft_size samples at @samples. @out is [CT_CQT_BINS_PER_OCTAVE][2]. */
static void
transform_octave (CtCqtWork *work, const Octave *octave, const float *samples, float *out)
{
  const float *spectrum = (const float *) work->spectrum;

  memcpy (work->frame, samples, octave->fft_size * sizeof (float));
  fftwf_execute_dft_r2c (octave->plan, work->frame, work->spectrum);
  for (int i = 0; i < CT_CQT_BINS_PER_OCTAVE; i++)
    {
      const Kernel *kernel = &octave->kernels[i];
      const float *c = octave->coefficients + kernel->at, *x = spectrum + 2 * kernel->first;
      Vec4 sum = { 0 };

      for (int pair = 0; pair < kernel->pairs; pair++)
        sum += *(const Vec4 *) (c + 4 * pair) * *(const Vec4 *) (x + 4 * pair);
      out[2 * i] = sum[0] + sum[2];
      out[2 * i + 1] = sum[1] + sum[3];
    }
}

void
ct_cqt_execute (CtCqtWork *work, const float *samples, size_t n_frames, float *out)
{
  const float *level_samples = samples;
  size_t n = n_samples (n_frames), centre = CT_CQT_REACH;

  for (int level = 0; level < CT_CQT_OCTAVES; level++)
    {
      const Octave *octave = &work->plan->octaves[level];
      size_t hop = CT_CQT_HOP >> level;
      float *at = out + 2 * (CT_CQT_BINS - (level + 1) * CT_CQT_BINS_PER_OCTAVE);

      for (size_t i = 0; i < n_frames; i++)
        transform_octave (work, octave, level_samples + centre + i * hop - octave->fft_size / 2,
                          at + i * 2 * CT_CQT_BINS);
      if (level + 1 < CT_CQT_OCTAVES)
        {
          size_t start = HALF_BAND_REACH + (HALF_BAND_REACH + centre) % 2;

          n = decimate (work, level_samples, n, start, work->levels[level + 1]);
          level_samples = work->levels[level + 1];
          centre = (centre - start) / 2;
        }
    }
}
