/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-patterns.h"
#include "tests/support/blob-builder.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/test-data.h"

#define EMBEDDING CT_EMBEDDING_SIZE
#define MAX_WIDTH 128
#define RELATIONS 7
#define RELATION_HIDDEN 16

/* ---- weights ---- */

typedef struct
{
  size_t width, n_layers, n_heads, n_hidden;
  const char *spoilt; /* a tensor that has one row too few, or NULL */
  const char *absent; /* a tensor that is missing, or NULL */
} Shape;

static const Shape usual = { .width = 64, .n_layers = 3, .n_heads = 8, .n_hidden = 128 };

static void
add_tensor (BlobBuilder *builder, const Shape *shape, GRand *rand, const char *name, size_t rows, size_t columns)
{
  size_t dims[2] = { rows, columns ? columns : 1 };
  g_autofree float *values = g_new (float, rows *dims[1]);
  double range = columns ? 2 / sqrt ((double) rows) : 0.5;

  if (g_strcmp0 (name, shape->absent) == 0)
    return;
  for (size_t i = 0; i < rows * dims[1]; i++)
    values[i] = (float) g_rand_double_range (rand, -range, range);
  if (g_strcmp0 (name, shape->spoilt) == 0)
    dims[0]--;
  blob_builder_add (builder, name, columns ? 2 : 1, dims, values);
}

static void
add_dense (BlobBuilder *builder, const Shape *shape, GRand *rand, const char *name, size_t rows, size_t columns)
{
  g_autofree char *weight = g_strdup_printf ("%s.weight", name), *bias = g_strdup_printf ("%s.bias", name);

  add_tensor (builder, shape, rand, weight, rows, columns);
  add_tensor (builder, shape, rand, bias, columns, 0);
}

static CtWeights *
new_weights (const Shape *shape)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  BlobBuilder builder;

  blob_builder_init (&builder);
  add_dense (&builder, shape, rand, "memory.relation", RELATIONS, RELATION_HIDDEN);
  for (size_t i = 1; i <= shape->n_layers; i++)
    {
      const struct
      {
        const char *name;
        size_t rows, columns;
      } dense[] = { { "recall", shape->width, 3 * shape->width },
                    { "merge", shape->width, shape->width },
                    { "dense1", shape->width, shape->n_hidden },
                    { "dense2", shape->n_hidden, shape->width } };
      g_autofree char *relation = g_strdup_printf ("memory.layer%zu.relation.weight", i);

      add_tensor (&builder, shape, rand, relation, RELATION_HIDDEN, shape->n_heads);
      for (gsize j = 0; j < G_N_ELEMENTS (dense); j++)
        {
          g_autofree char *name = g_strdup_printf ("memory.layer%zu.%s", i, dense[j].name);

          add_dense (&builder, shape, rand, name, dense[j].rows, dense[j].columns);
        }
    }
  add_dense (&builder, shape, rand, "memory.output", shape->width, CT_TIMBRE_SIZE);
  return blob_builder_finish (&builder);
}

/* ---- MODEL.md to the letter, in double precision ---- */

typedef struct
{
  const CtWeights *weights;
  const Shape *shape;
  const CtNote *notes;
  const int *fixed;
  const CtTimbrePatterns *patterns;
  size_t n;
  double *x; /* [n][width] */
} Reference;

/* @out [columns] = bias + @in [rows] times weight. */
static void
multiply (const CtWeights *weights, const char *name, size_t rows, size_t columns, const double *in, double *out)
{
  g_autofree char *weight_name = g_strdup_printf ("%s.weight", name), *bias_name = g_strdup_printf ("%s.bias", name);
  const float *weight = ct_weights_get (weights, weight_name, 2, (size_t[]){ rows, columns });
  const float *bias = ct_weights_get (weights, bias_name, 1, &columns);

  g_assert_nonnull (weight);
  for (size_t i = 0; i < columns; i++)
    {
      out[i] = bias ? (double) bias[i] : 0;
      for (size_t j = 0; j < rows; j++)
        out[i] += in[j] * (double) weight[j * columns + i];
    }
}

static void
rectify (double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    x[i] = MAX (x[i], 0);
}

static void
normalise (const double *x, size_t width, double *normal)
{
  double mean = 0, variance = 0;

  for (size_t i = 0; i < width; i++)
    mean += x[i] / (double) width;
  for (size_t i = 0; i < width; i++)
    variance += (x[i] - mean) * (x[i] - mean) / (double) width;
  for (size_t i = 0; i < width; i++)
    normal[i] = (x[i] - mean) / sqrt (variance + 1e-5);
}

/* What head after head adds to q . k of note @i and note @j. */
static void
find_biases (const Reference *self, const char *layer, size_t i, size_t j, double *biases)
{
  const CtNote *a = &self->notes[i], *b = &self->notes[j];
  int apart = CLAMP (a->midi - b->midi, -48, 48), fixed_a = self->fixed[i], fixed_b = self->fixed[j];
  double late = fabs (a->onset_s - b->onset_s), hidden[RELATION_HIDDEN];
  double together = MIN (a->offset_s, b->offset_s) - MAX (a->onset_s, b->onset_s);
  double relations[RELATIONS] = { apart / 24.0,
                                  abs (apart) / 12.0,
                                  log (1 + MIN (late, 8)),
                                  CLAMP (together, 0, 1),
                                  late < 0.045,
                                  (a->midi - b->midi) % 12 == 0,
                                  fixed_a < 0 || fixed_b < 0 ? 0
                                  : fixed_a == fixed_b       ? 1
                                                             : -1 };
  g_autofree char *name = g_strdup_printf ("%s.relation", layer);

  multiply (self->weights, "memory.relation", RELATIONS, RELATION_HIDDEN, relations, hidden);
  rectify (hidden, RELATION_HIDDEN);
  multiply (self->weights, name, RELATION_HIDDEN, self->shape->n_heads, hidden, biases);
}

/* What note @i becomes; @recalls are queries, keys and values of all, [n][3][width]. */
static void
recall (const Reference *self, const char *layer, size_t i, const double *recalls, double *x)
{
  size_t m = self->patterns->n, width = self->shape->width, of_head = width / self->shape->n_heads;
  g_autofree double *exponents = g_new (double, m * self->shape->n_heads);
  double recalled[MAX_WIDTH] = { 0 }, merged[MAX_WIDTH], normal[MAX_WIDTH];
  g_autofree double *hidden = g_new (double, self->shape->n_hidden);
  g_autofree char *merge = g_strdup_printf ("%s.merge", layer), *dense1 = g_strdup_printf ("%s.dense1", layer),
                  *dense2 = g_strdup_printf ("%s.dense2", layer);

  for (size_t j = 0; j < m; j++)
    {
      size_t pattern = self->patterns->notes[j];

      find_biases (self, layer, i, pattern, exponents + j * self->shape->n_heads);
      for (size_t k = 0; k < width; k++)
        exponents[j * self->shape->n_heads + k / of_head] += recalls[i * 3 * width + k]
                                                             * recalls[(pattern * 3 + 1) * width + k];
    }
  for (size_t k = 0; k < width; k++)
    {
      double sum = 0;

      for (size_t j = 0; j < m; j++)
        {
          double power = exp (exponents[j * self->shape->n_heads + k / of_head]);

          sum += power;
          recalled[k] += power * recalls[(self->patterns->notes[j] * 3 + 2) * width + k];
        }
      recalled[k] /= sum;
    }
  multiply (self->weights, merge, width, width, recalled, merged);
  for (size_t k = 0; k < width; k++)
    x[k] += merged[k];
  normalise (x, width, normal);
  multiply (self->weights, dense1, width, self->shape->n_hidden, normal, hidden);
  rectify (hidden, self->shape->n_hidden);
  multiply (self->weights, dense2, self->shape->n_hidden, width, hidden, merged);
  for (size_t k = 0; k < width; k++)
    x[k] += merged[k];
}

/* [n][CT_TIMBRE_SIZE]. A note that is no pattern needs no exception: nobody looks at it. */
static double *
refer (Reference *self, const float *embeddings)
{
  size_t width = self->shape->width;
  g_autofree double *recalls = g_new (double, self->n * 3 * width);
  double *timbres = g_new (double, self->n *CT_TIMBRE_SIZE);

  self->x = g_new (double, self->n *width);
  for (size_t i = 0; i < self->n * width; i++)
    self->x[i] = sqrt (EMBEDDING) * (double) embeddings[i / width * EMBEDDING + i % EMBEDDING];
  for (size_t layer = 1; layer <= self->shape->n_layers; layer++)
    {
      g_autofree char *name = g_strdup_printf ("memory.layer%zu", layer), *all = g_strdup_printf ("%s.recall", name);

      for (size_t i = 0; i < self->n; i++)
        {
          double normal[MAX_WIDTH];

          normalise (self->x + i * width, width, normal);
          multiply (self->weights, all, width, 3 * width, normal, recalls + i * 3 * width);
        }
      for (size_t i = 0; i < self->n; i++)
        recall (self, name, i, recalls, self->x + i * width);
    }
  for (size_t i = 0; i < self->n; i++)
    {
      double *timbre = timbres + i * CT_TIMBRE_SIZE, square = 0;

      multiply (self->weights, "memory.output", width, CT_TIMBRE_SIZE, self->x + i * width, timbre);
      for (int k = 0; k < CT_TIMBRE_SIZE; k++)
        square += timbre[k] * timbre[k];
      for (int k = 0; k < CT_TIMBRE_SIZE; k++)
        timbre[k] /= sqrt (square);
    }
  g_free (self->x);
  return timbres;
}

/* ---- golden vectors ---- */

#define GOLDEN_PATTERNS 24
#define GOLDEN_NOTES 32

/* Against the twin that the weights were trained in; the notes after the patterns are none. */
static void
test_golden (void)
{
  g_autofree float *embeddings = test_data_floats ("golden-memory-embedding.f32", GOLDEN_NOTES * EMBEDDING);
  g_autofree float *places = test_data_floats ("golden-memory-note.f32", GOLDEN_NOTES * 4);
  g_autofree float *output = test_data_floats ("golden-memory-output.f32", GOLDEN_NOTES * CT_TIMBRE_SIZE);
  CtNote notes[GOLDEN_NOTES];
  int fixed[GOLDEN_NOTES];
  CtTimbrePatterns patterns = { .n = GOLDEN_PATTERNS };
  CtWeights *weights;

  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  for (size_t i = 0; i < GOLDEN_NOTES; i++)
    {
      notes[i] = (CtNote){ .onset_s = (double) places[4 * i],
                           .offset_s = (double) places[4 * i + 1],
                           .midi = (guint8) (CT_MIDI_LOW + (int) places[4 * i + 2]) };
      fixed[i] = (int) places[4 * i + 3];
    }
  for (size_t i = 0; i < GOLDEN_PATTERNS; i++)
    patterns.notes[i] = i;
  for (int level = 0; level < CT_N_SIMD_LEVELS; level++)
    {
      CtMemoryNetwork *network;
      float timbres[GOLDEN_NOTES * CT_TIMBRE_SIZE];

      if (!ct_simd_level_supported (level))
        continue;
      g_assert_cmpint (ct_memory_network_new (weights, level, &network), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_memory_network_run (network, embeddings, notes, fixed, GOLDEN_NOTES, &patterns, timbres), ==,
                       CT_STATUS_OK);
      for (size_t i = 0; i < G_N_ELEMENTS (timbres); i++)
        g_assert_cmpfloat_with_epsilon ((double) timbres[i], (double) output[i], 1e-4);
      ct_memory_network_free (network);
    }
  ct_weights_free (weights);
}

/* ---- notes ---- */

/* Some of them fixed, together with others, octaves apart, far apart. */
static FakeTimbres *
new_notes (size_t n, int *fixed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  FakeTimbres *timbres = fake_timbres_new (n, 3, 1, 0, 1);

  for (size_t i = 0; i < n; i++)
    {
      timbres->notes[i].midi = (guint8) g_rand_int_range (rand, 24, 108);
      timbres->notes[i].onset_s = 0.25 * (double) (i / 2);
      timbres->notes[i].offset_s = timbres->notes[i].onset_s + g_rand_double_range (rand, 0.05, 1.5);
      fixed[i] = i % 4 == 1 ? g_rand_int_range (rand, 0, 3) : -1;
    }
  return timbres;
}

/* Every third note is none, as far as there are others. */
static CtTimbrePatterns
some_patterns (size_t n)
{
  CtTimbrePatterns patterns = { 0 };

  for (size_t i = 0; i < n; i++)
    if (i % 3 != 2)
      patterns.notes[patterns.n++] = i;
  return patterns;
}

static void
check_against_reference (const Shape *shape, size_t n)
{
  g_autofree int *fixed = g_new (int, n);
  FakeTimbres *notes = new_notes (n, fixed);
  CtTimbrePatterns patterns = some_patterns (n);
  CtWeights *weights = new_weights (shape);
  Reference reference = { weights, shape, notes->notes, fixed, &patterns, n, NULL };
  g_autofree double *expected = refer (&reference, notes->embeddings);
  g_autofree float *timbres = g_new (float, n *CT_TIMBRE_SIZE);

  for (int level = 0; level < CT_N_SIMD_LEVELS; level++)
    {
      CtMemoryNetwork *network;

      if (!ct_simd_level_supported (level))
        continue;
      g_assert_cmpint (ct_memory_network_new (weights, level, &network), ==, CT_STATUS_OK);
      g_assert_nonnull (network);
      g_assert_cmpint (ct_memory_network_run (network, notes->embeddings, notes->notes, fixed, n, &patterns, timbres),
                       ==, CT_STATUS_OK);
      for (size_t i = 0; i < n * CT_TIMBRE_SIZE; i++)
        g_assert_cmpfloat_with_epsilon ((double) timbres[i], expected[i], 1e-4);
      ct_memory_network_free (network);
    }
  ct_weights_free (weights);
  fake_timbres_free (notes);
}

/* Numbers of notes around those that are taken together. */
static void
test_reference (void)
{
  static const size_t sizes[] = { 1, 2, 3, 23, 24, 25, 48, 100, 151 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    check_against_reference (&usual, sizes[i]);
}

/* Width, layers, heads and the width of the dense step are what the tensors say. */
static void
test_shapes (void)
{
  check_against_reference (&(Shape){ .width = 32, .n_layers = 1, .n_heads = 2, .n_hidden = 16 }, 40);
  check_against_reference (&(Shape){ .width = 32, .n_layers = 3, .n_heads = 4, .n_hidden = 64 }, 40);
  check_against_reference (&(Shape){ .width = 128, .n_layers = 8, .n_heads = 16, .n_hidden = 256 }, 40);
  check_against_reference (&(Shape){ .width = 96, .n_layers = 2, .n_heads = 8, .n_hidden = 32 }, 40);
}

static CtStatus
try_shape (const Shape *shape)
{
  CtWeights *weights = new_weights (shape);
  CtMemoryNetwork *network;
  CtStatus status = ct_memory_network_new (weights, CT_SIMD_SCALAR, &network);

  g_assert_true ((status == CT_STATUS_OK) == (network != NULL));
  ct_memory_network_free (network);
  ct_weights_free (weights);
  return status;
}

static void
test_bad_shapes (void)
{
  static const Shape bad[] = {
    { .width = 64, .n_layers = 0, .n_heads = 4, .n_hidden = 64 },
    { .width = 64, .n_layers = 9, .n_heads = 4, .n_hidden = 64 },
    { .width = 64, .n_layers = 3, .n_heads = 3, .n_hidden = 64 },
    { .width = 64, .n_layers = 3, .n_heads = 32, .n_hidden = 64 },
    { .width = 64, .n_layers = 3, .n_heads = 4, .n_hidden = 60 },
    { .width = 64, .n_layers = 3, .n_heads = 4, .n_hidden = 272 },
    { .width = 64, .n_layers = 3, .n_heads = 2, .n_hidden = 64 },
    { .width = 16, .n_layers = 3, .n_heads = 4, .n_hidden = 64 },
    { .width = 48, .n_layers = 3, .n_heads = 4, .n_hidden = 64 },
    { .width = 160, .n_layers = 3, .n_heads = 16, .n_hidden = 64 },
  };
  static const char *const tensors[] = {
    "memory.relation.weight",        "memory.relation.bias",          "memory.layer1.recall.weight",
    "memory.layer3.recall.bias",     "memory.layer2.merge.weight",    "memory.layer1.merge.bias",
    "memory.layer1.dense1.weight",   "memory.layer2.dense1.bias",     "memory.layer1.dense2.weight",
    "memory.layer3.dense2.bias",     "memory.output.weight",          "memory.output.bias",
    "memory.layer1.relation.weight", "memory.layer2.relation.weight",
  };

  g_assert_cmpint (try_shape (&usual), ==, CT_STATUS_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (try_shape (&bad[i]), ==, CT_STATUS_BAD_WEIGHTS);
  for (gsize i = 0; i < G_N_ELEMENTS (tensors); i++)
    {
      Shape shape = usual;

      shape.spoilt = tensors[i];
      g_assert_cmpint (try_shape (&shape), ==, CT_STATUS_BAD_WEIGHTS);
      shape.spoilt = NULL;
      shape.absent = tensors[i];
      if (i > 0)
        g_assert_cmpint (try_shape (&shape), ==, CT_STATUS_BAD_WEIGHTS);
    }
}

/* Weights may lack a memory, and a level the processor. */
static void
test_none (void)
{
  BlobBuilder builder;
  CtWeights *weights;
  CtMemoryNetwork *network;
  const float one = 1;

  blob_builder_init (&builder);
  blob_builder_add (&builder, "something.else", 1, (size_t[]){ 1 }, &one);
  weights = blob_builder_finish (&builder);
  g_assert_cmpint (ct_memory_network_new (weights, CT_SIMD_SCALAR, &network), ==, CT_STATUS_OK);
  g_assert_null (network);
  g_assert_cmpint (ct_memory_network_new (weights, CT_N_SIMD_LEVELS, &network), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_null (network);
  ct_memory_network_free (NULL);
  ct_weights_free (weights);
}

typedef struct
{
  CtWeights *weights;
  CtMemoryNetwork *network;
  FakeTimbres *notes;
  CtTimbrePatterns patterns;
  float *timbres;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->weights = new_weights (&usual);
  g_assert_cmpint (ct_memory_network_new (self->weights, ct_simd_best_level (), &self->network), ==, CT_STATUS_OK);
  self->notes = fake_timbres_new (700, 3, 0.5, 0, 1);
  g_assert_cmpint (ct_timbre_patterns_choose (self->notes->notes, NULL, 700, &self->patterns), ==, CT_STATUS_OK);
  self->timbres = g_new (float, 700 * CT_TIMBRE_SIZE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  ct_memory_network_free (self->network);
  ct_weights_free (self->weights);
  fake_timbres_free (self->notes);
  g_free (self->timbres);
}

static CtStatus
run (Fixture *self, size_t n, const CtTimbrePatterns *patterns)
{
  return ct_memory_network_run (self->network, self->notes->embeddings, self->notes->notes, NULL, n, patterns,
                                self->timbres);
}

/* What is no pattern changes nothing, neither for patterns nor for others like it; the same notes give the same. */
static void
test_others (Fixture *self, gconstpointer data)
{
  g_autofree float *all = NULL;
  CtTimbrePatterns first = { 0 };

  for (first.n = 0; first.n < 100; first.n++)
    first.notes[first.n] = first.n;
  g_assert_cmpint (run (self, 700, &first), ==, CT_STATUS_OK);
  all = g_memdup2 (self->timbres, 700 * CT_TIMBRE_SIZE * sizeof (float));
  g_assert_cmpint (run (self, 700, &first), ==, CT_STATUS_OK);
  g_assert_cmpmem (all, 700 * CT_TIMBRE_SIZE * sizeof (float), self->timbres, 700 * CT_TIMBRE_SIZE * sizeof (float));
  for (size_t n = 100; n <= 135; n += 7)
    {
      g_assert_cmpint (run (self, n, &first), ==, CT_STATUS_OK);
      g_assert_cmpmem (all, n * CT_TIMBRE_SIZE * sizeof (float), self->timbres, n * CT_TIMBRE_SIZE * sizeof (float));
    }
}

/* What no encoder makes must not crash, and gives vectors of unit length all the same. */
static void
test_odd_input (Fixture *self, gconstpointer data)
{
  CtTimbrePatterns none = { 0 };

  g_assert_cmpint (run (self, 700, &none), ==, CT_STATUS_OK);
  g_assert_cmpfloat (self->timbres[699 * CT_TIMBRE_SIZE], ==, 1);
  memset (self->notes->embeddings, 0, 200 * EMBEDDING * sizeof (float));
  g_assert_cmpint (run (self, 700, &self->patterns), ==, CT_STATUS_OK);
  for (size_t i = 0; i < 10 * EMBEDDING; i++)
    self->notes->embeddings[300 * EMBEDDING + i] = NAN;
  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpint (run (self, 700, &self->patterns), ==, CT_STATUS_OK);
      for (size_t note = 0; note < 700; note++)
        {
          double square = 0;

          for (size_t j = 0; j < CT_TIMBRE_SIZE; j++)
            square += pow ((double) self->timbres[note * CT_TIMBRE_SIZE + j], 2);
          g_assert_cmpfloat_with_epsilon (square, 1, 1e-5);
        }
      self->notes->notes[5].offset_s = INFINITY;
      self->notes->notes[6].onset_s = 1e9;
    }
}

static CtStatus
make_and_run (void *data)
{
  Fixture *self = data;
  CtMemoryNetwork *network;
  CtStatus status = ct_memory_network_new (self->weights, CT_SIMD_SCALAR, &network);

  if (status == CT_STATUS_OK)
    status = ct_memory_network_run (network, self->notes->embeddings, self->notes->notes, NULL, 40, &self->patterns,
                                    self->timbres);
  ct_memory_network_free (network);
  return status;
}

static void
test_no_memory (Fixture *self, gconstpointer data)
{
  for (self->patterns.n = 0; self->patterns.n < 30; self->patterns.n++)
    self->patterns.notes[self->patterns.n] = self->patterns.n;
  failing_allocator_try_all (make_and_run, self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory-network/golden", test_golden);
  g_test_add_func ("/memory-network/reference", test_reference);
  g_test_add_func ("/memory-network/shapes", test_shapes);
  g_test_add_func ("/memory-network/bad-shapes", test_bad_shapes);
  g_test_add_func ("/memory-network/none", test_none);
#define ADD(name, func) g_test_add ("/memory-network/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("others", test_others);
  ADD ("odd-input", test_odd_input);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
