/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-memory.h"
#include "core/timbre/ct-timbre-patterns.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"

/* Of the first notes. */
static CtTimbrePatterns
first_patterns (size_t n)
{
  CtTimbrePatterns patterns = { .n = MIN (n, CT_TIMBRE_PATTERNS) };

  for (size_t i = 0; i < patterns.n; i++)
    patterns.notes[i] = i;
  return patterns;
}

static CtTimbreMemory *
make_memory (const FakeTimbres *timbres)
{
  CtTimbrePatterns patterns = first_patterns (timbres->n);
  CtTimbreMemory *memory;

  g_assert_cmpint (ct_timbre_memory_new (timbres->embeddings, CT_EMBEDDING_SIZE, timbres->notes, &patterns, &memory),
                   ==, CT_STATUS_OK);
  return memory;
}

static double
dot (const float *a, const float *b)
{
  double sum = 0;

  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    sum += (double) a[i] * (double) b[i];
  return sum;
}

static void
test_empty (void)
{
  CtTimbrePatterns none = { 0 };
  CtTimbreMemory *memory;
  float query[CT_EMBEDDING_SIZE] = { 0.6f, 0.8f }, recalled[CT_EMBEDDING_SIZE];
  int attractor[1];
  size_t n = 7;

  g_assert_cmpint (ct_timbre_memory_new (query, CT_EMBEDDING_SIZE, NULL, &none, &memory), ==, CT_STATUS_OK);
  ct_timbre_memory_recall (memory, 12, query, recalled);
  g_assert_cmpmem (query, sizeof query, recalled, sizeof recalled);
  g_assert_cmpint (ct_timbre_memory_attractors (memory, 12, attractor, &n), ==, CT_STATUS_OK);
  g_assert_cmpuint (n, ==, 0);
  ct_timbre_memory_free (memory);
  ct_timbre_memory_free (NULL);
}

static void
test_nearest (void)
{
  FakeTimbres *timbres = fake_timbres_new (203, 3, 0.3, 0, 1);
  CtTimbreMemory *memory = make_memory (timbres);

  for (size_t i = 0; i < timbres->n; i++)
    g_assert_cmpuint (ct_timbre_memory_nearest (memory, timbres->embeddings + i * CT_EMBEDDING_SIZE), ==, i);
  ct_timbre_memory_free (memory);
  fake_timbres_free (timbres);
}

/* Vectors may be narrower than an encoder's: as if their last numbers were 0. */
static void
test_width (void)
{
  FakeTimbres *timbres = fake_timbres_new (100, 3, 0.3, 0, 1);
  CtTimbrePatterns patterns = first_patterns (100);
  CtTimbreMemory *wide, *narrow;
  float narrow_embeddings[100][5], recalled[CT_EMBEDDING_SIZE], again[5];

  for (size_t i = 0; i < 100; i++)
    {
      float *embedding = timbres->embeddings + i * CT_EMBEDDING_SIZE;

      memset (embedding + 5, 0, (CT_EMBEDDING_SIZE - 5) * sizeof *embedding);
      memcpy (narrow_embeddings[i], embedding, sizeof narrow_embeddings[i]);
    }
  wide = make_memory (timbres);
  g_assert_cmpint (ct_timbre_memory_new (narrow_embeddings[0], 5, timbres->notes, &patterns, &narrow), ==,
                   CT_STATUS_OK);
  for (size_t i = 0; i < 100; i++)
    {
      ct_timbre_memory_recall (wide, 12, timbres->embeddings + i * CT_EMBEDDING_SIZE, recalled);
      ct_timbre_memory_recall (narrow, 12, narrow_embeddings[i], again);
      for (int j = 0; j < 5; j++)
        g_assert_cmpfloat_with_epsilon ((double) again[j], (double) recalled[j], 1e-6);
    }
  ct_timbre_memory_free (wide);
  ct_timbre_memory_free (narrow);
  fake_timbres_free (timbres);
}

/* Recall against its definition in double precision. */
static void
test_recall (void)
{
  FakeTimbres *timbres = fake_timbres_new (203, 4, 0.5, 0, 2);
  CtTimbreMemory *memory = make_memory (timbres);
  static const double betas[] = { 0.5, 12, 200 };

  for (size_t i = 0; i < 3 * 40; i++)
    {
      const float *query = timbres->embeddings + i * CT_EMBEDDING_SIZE;
      double beta = betas[i % 3], sum[CT_EMBEDDING_SIZE] = { 0 }, square = 0;
      float recalled[CT_EMBEDDING_SIZE];

      memcpy (recalled, query, sizeof recalled);
      ct_timbre_memory_recall (memory, (float) beta, recalled, recalled);
      for (size_t j = 0; j < timbres->n; j++)
        for (int k = 0; k < CT_EMBEDDING_SIZE; k++)
          {
            const float *pattern = timbres->embeddings + j * CT_EMBEDDING_SIZE;

            sum[k] += (double) timbres->notes[j].confidence * exp (beta * (dot (query, pattern) - 1))
                      * (double) pattern[k];
          }
      for (int k = 0; k < CT_EMBEDDING_SIZE; k++)
        square += sum[k] * sum[k];
      for (int k = 0; k < CT_EMBEDDING_SIZE; k++)
        g_assert_cmpfloat_with_epsilon ((double) recalled[k], sum[k] / sqrt (square), 1e-4);
    }
  ct_timbre_memory_free (memory);
  fake_timbres_free (timbres);
}

static void
test_attractors (void)
{
  for (int k = 1; k <= 6; k++)
    {
      FakeTimbres *timbres = fake_timbres_new (600, k, 0.4, 0, 3);
      CtTimbreMemory *memory;
      int attractor[CT_TIMBRE_PATTERNS], again[CT_TIMBRE_PATTERNS], of_timbre[6];
      size_t n, n_again;

      /* the last timbre is the surest */
      for (size_t i = 0; i < timbres->n; i++)
        timbres->notes[i].confidence = 0.3f + 0.1f * (float) timbres->timbres[i];
      memory = make_memory (timbres);
      g_assert_cmpint (ct_timbre_memory_attractors (memory, 12, attractor, &n), ==, CT_STATUS_OK);
      g_assert_cmpuint (n, ==, k);
      memset (of_timbre, -1, sizeof of_timbre);
      for (size_t i = 0; i < CT_TIMBRE_PATTERNS; i++)
        {
          int *of = &of_timbre[timbres->timbres[i]];

          *of = *of < 0 ? attractor[i] : *of;
          g_assert_cmpint (attractor[i], ==, *of);
        }
      g_assert_cmpint (of_timbre[k - 1], ==, 0);
      g_assert_cmpint (of_timbre[0], ==, k - 1);
      g_assert_cmpint (ct_timbre_memory_attractors (memory, 12, again, &n_again), ==, CT_STATUS_OK);
      g_assert_cmpmem (attractor, 512 * sizeof (int), again, 512 * sizeof (int));
      g_assert_cmpuint (n, ==, n_again);
      ct_timbre_memory_free (memory);
      fake_timbres_free (timbres);
    }
}

static void
test_odd_embeddings (void)
{
  FakeTimbres *timbres = fake_timbres_new (100, 1, 0, 0, 1);
  CtTimbreMemory *memory = make_memory (timbres);
  float query[CT_EMBEDDING_SIZE] = { -1 }, recalled[CT_EMBEDDING_SIZE];
  int attractor[CT_TIMBRE_PATTERNS];
  size_t n;

  /* all the same, and asked for the opposite */
  ct_timbre_memory_recall (memory, 1000, query, recalled);
  g_assert_cmpfloat_with_epsilon ((double) recalled[0], 1, 1e-6);
  g_assert_cmpint (ct_timbre_memory_attractors (memory, 12, attractor, &n), ==, CT_STATUS_OK);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (ct_timbre_memory_attractors (memory, 0, attractor, &n), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_timbre_memory_attractors (memory, NAN, attractor, &n), ==, CT_STATUS_BAD_ARGUMENT);
  ct_timbre_memory_free (memory);

  /* what no encoder makes, but must not hang */
  memset (timbres->embeddings, 0, 50 * CT_EMBEDDING_SIZE * sizeof (float));
  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    timbres->embeddings[60 * CT_EMBEDDING_SIZE + i] = NAN;
  memory = make_memory (timbres);
  g_assert_cmpint (ct_timbre_memory_attractors (memory, 12, attractor, &n), ==, CT_STATUS_OK);
  g_assert_cmpuint (n, <=, 100);
  ct_timbre_memory_free (memory);
  fake_timbres_free (timbres);
}

static CtStatus
remember (void *data)
{
  const FakeTimbres *timbres = data;
  int attractor[CT_TIMBRE_PATTERNS];
  CtTimbrePatterns patterns = first_patterns (timbres->n);
  CtTimbreMemory *memory;
  size_t n;
  CtStatus status = ct_timbre_memory_new (timbres->embeddings, CT_EMBEDDING_SIZE, timbres->notes, &patterns, &memory);

  if (status == CT_STATUS_OK)
    status = ct_timbre_memory_attractors (memory, 12, attractor, &n);
  else
    g_assert_null (memory);
  ct_timbre_memory_free (memory);
  return status;
}

static void
test_no_memory (void)
{
  FakeTimbres *timbres = fake_timbres_new (600, 2, 0.1, 0, 1);

  failing_allocator_try_all (remember, timbres);
  fake_timbres_free (timbres);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timbre-memory/empty", test_empty);
  g_test_add_func ("/timbre-memory/nearest", test_nearest);
  g_test_add_func ("/timbre-memory/width", test_width);
  g_test_add_func ("/timbre-memory/recall", test_recall);
  g_test_add_func ("/timbre-memory/attractors", test_attractors);
  g_test_add_func ("/timbre-memory/odd-embeddings", test_odd_embeddings);
  g_test_add_func ("/timbre-memory/no-memory", test_no_memory);
  return g_test_run ();
}
