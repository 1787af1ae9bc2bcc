/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/acoustic-definition.h"

#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/transform/ct-cqt.h"

#define CHANNELS 16

/* A layer's output, zeros outside: [n_frames][CT_N_PITCHES][CHANNELS]. */
typedef struct
{
  gsize n_frames;
  double *values;
} Layer;

typedef struct
{
  const float *weight, *bias;
} Tensors;

static Layer
new_layer (gsize n_frames)
{
  return (Layer){ n_frames, g_new0 (double, n_frames *CT_N_PITCHES *CHANNELS) };
}

/* The channels of a frame and semitone; NULL: outside. */
static double *
at (const Layer *self, gssize frame, gssize pitch)
{
  if (frame < 0 || frame >= (gssize) self->n_frames || pitch < 0 || pitch >= CT_N_PITCHES)
    return NULL;
  return self->values + (frame * CT_N_PITCHES + pitch) * CHANNELS;
}

static Tensors
get (const CtWeights *weights, const char *layer, gsize n_dims, const gsize *dims, gsize n_out)
{
  g_autofree char *weight = g_strdup_printf ("acoustic.%s.weight", layer);
  g_autofree char *bias = g_strdup_printf ("acoustic.%s.bias", layer);
  Tensors tensors = { ct_weights_get (weights, weight, n_dims, dims), ct_weights_get (weights, bias, 1, &n_out) };

  g_assert_true (tensors.weight && tensors.bias);
  return tensors;
}

static Layer
stack (const CtWeights *weights, const float *input, gsize n_frames)
{
  static const int offsets[] = { -36, 0, 36, 57, 72, 84, 93, 101 };
  Tensors own = get (weights, "stack", 4, (gsize[]){ 3, 8, 7, CHANNELS }, CHANNELS);
  Layer out = new_layer (n_frames);

  for (gsize i = 0; i < n_frames * CT_N_PITCHES * CHANNELS; i++)
    {
      gsize frame = i / CHANNELS / CT_N_PITCHES, pitch = i / CHANNELS % CT_N_PITCHES, channel = i % CHANNELS;
      double sum = (double) own.bias[channel];

      for (gsize tap = 0; tap < 3 * 8 * 7; tap++)
        {
          gssize from = (gssize) (frame + tap / 56) - 1;
          gssize bin = 3 * (gssize) pitch + 1 + offsets[tap / 7 % 8] + (gssize) (tap % 7) - 3;

          if (from >= 0 && from < (gssize) n_frames && bin >= 0 && bin < CT_CQT_BINS)
            sum += (double) own.weight[tap * CHANNELS + channel] * (double) input[from * CT_CQT_BINS + bin];
        }
      out.values[i] = MAX (0, sum);
    }
  return out;
}

/* Adds what a convolution of @n_frames and @n_pitches sees around a place to @sums ([CHANNELS]). */
static void
add_convolution (const Layer *in,
                 const float *weight,
                 gssize frame,
                 gssize pitch,
                 gssize n_frames,
                 gssize n_pitches,
                 gssize dilation,
                 double *sums)
{
  for (gssize df = -(n_frames / 2); df <= n_frames / 2; df++)
    for (gssize dp = -(n_pitches / 2); dp <= n_pitches / 2; dp++, weight += CHANNELS * CHANNELS)
      {
        const double *x = at (in, frame + df * dilation, pitch + dp);

        for (gsize i = 0; x && i < CHANNELS; i++)
          for (gsize o = 0; o < CHANNELS; o++)
            sums[o] += x[i] * (double) weight[i * CHANNELS + o];
      }
}

/* relu (y + conv (y)) in the place of @in */
static void
residual (Layer *in, Tensors own, gssize n_frames, gssize n_pitches, gssize dilation)
{
  Layer out = new_layer (in->n_frames);

  for (gssize frame = 0; frame < (gssize) in->n_frames; frame++)
    for (gssize pitch = 0; pitch < CT_N_PITCHES; pitch++)
      {
        double sums[CHANNELS] = { 0 }, *to = at (&out, frame, pitch);

        add_convolution (in, own.weight, frame, pitch, n_frames, n_pitches, dilation, sums);
        for (gsize o = 0; o < CHANNELS; o++)
          to[o] = MAX (0, at (in, frame, pitch)[o] + (double) own.bias[o] + sums[o]);
      }
  g_free (in->values);
  *in = out;
}

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

/* bias + W x, number @sum of @n_sums */
static double
dense (Tensors own, gsize n_sums, const double *x, gsize n, gsize sum)
{
  double result = (double) own.bias[sum];

  for (gsize i = 0; i < n; i++)
    result += x[i] * (double) own.weight[i * n_sums + sum];
  return result;
}

/* The recurrent layer, pitch by pitch through all frames. */
static void
recur (Layer *y, const CtWeights *weights, gsize n)
{
  Tensors input = get (weights, "input", 2, (gsize[]){ CHANNELS, 3 * n }, 3 * n);
  Tensors state = get (weights, "state", 2, (gsize[]){ n, 3 * n }, 3 * n);
  Tensors recall = get (weights, "recall", 2, (gsize[]){ n, CHANNELS }, CHANNELS);
  g_autofree double *next = g_new (double, n);

  for (gssize pitch = 0; pitch < CT_N_PITCHES; pitch++)
    {
      g_autofree double *h = g_new0 (double, n);

      for (gssize frame = 0; frame < (gssize) y->n_frames; frame++)
        {
          double *x = at (y, frame, pitch);

          for (gsize i = 0; i < n; i++)
            {
              double reset = sigmoid (dense (input, 3 * n, x, CHANNELS, i) + dense (state, 3 * n, h, n, i));
              double update = sigmoid (dense (input, 3 * n, x, CHANNELS, n + i) + dense (state, 3 * n, h, n, n + i));

              next[i] = (1 - update)
                            * tanh (dense (input, 3 * n, x, CHANNELS, 2 * n + i)
                                    + reset * dense (state, 3 * n, h, n, 2 * n + i))
                        + update * h[i];
            }
          memcpy (h, next, n * sizeof *h);
          for (gsize o = 0; o < CHANNELS; o++)
            x[o] = MAX (0, x[o] + dense (recall, CHANNELS, h, n, o));
        }
    }
}

static float *
output (const Layer *y, const CtWeights *weights)
{
  Tensors own = get (weights, "output", 4, (gsize[]){ 2, 9, 3, CHANNELS }, 2);
  float *out = g_new (float, y->n_frames *CT_N_PITCHES * 2);

  for (gsize i = 0; i < y->n_frames * CT_N_PITCHES * 2; i++)
    {
      gsize frame = i / 2 / CT_N_PITCHES, pitch = i / 2 % CT_N_PITCHES;
      double sum = (double) own.bias[i % 2];

      for (gsize tap = 0; tap < 9 * 3; tap++)
        {
          const double *x = at (y, (gssize) (frame + tap / 3) - 4, (gssize) (pitch + tap % 3) - 1);

          for (gsize c = 0; x && c < CHANNELS; c++)
            sum += x[c] * (double) own.weight[(i % 2 * 9 * 3 + tap) * CHANNELS + c];
        }
      out[i] = (float) sigmoid (sum);
    }
  return out;
}

float *
acoustic_definition (const CtWeights *weights, AcousticShape shape, const float *input, gsize n_frames)
{
  static const gssize dilations[] = { 1, 3, 9 };
  Layer y = stack (weights, input, n_frames);
  float *out;

  residual (&y, get (weights, "octave", 3, (gsize[]){ 25, CHANNELS, CHANNELS }, CHANNELS), 1, 25, 1);
  for (gsize i = 0; i < shape.n_blocks; i++)
    {
      g_autofree char *name = g_strdup_printf ("block%" G_GSIZE_FORMAT, i + 1);

      residual (&y, get (weights, name, 4, (gsize[]){ 3, 3, CHANNELS, CHANNELS }, CHANNELS), 3, 3, dilations[i % 3]);
      if (i == 2 && shape.second_octave)
        residual (&y, get (weights, "octave2", 3, (gsize[]){ 25, CHANNELS, CHANNELS }, CHANNELS), 1, 25, 1);
    }
  if (shape.n_state > 0)
    recur (&y, weights, shape.n_state);
  out = output (&y, weights);
  g_free (y.values);
  return out;
}
