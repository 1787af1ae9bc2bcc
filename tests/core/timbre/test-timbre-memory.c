/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-memory.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"

static CtTimbreMemory *
make_memory (const FakeTimbres *timbres)
{
  CtTimbreMemory *memory;

  g_assert_cmpint (ct_timbre_memory_new (timbres->embeddings, timbres->notes, timbres->n, &memory), ==, CT_STATUS_OK);
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
  CtTimbreMemory *memory;
  float query[CT_EMBEDDING_SIZE] = { 0.6f, 0.8f }, recalled[CT_EMBEDDING_SIZE];
  CtNote uncertain = { .uncertain = true };
  int attractor[1];
  size_t n = 7;

  for (size_t n_notes = 0; n_notes < 2; n_notes++)
    {
      g_assert_cmpint (ct_timbre_memory_new (query, &uncertain, n_notes, &memory), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_timbre_memory_n_patterns (memory), ==, 0); /* uncertain notes do not count */
      ct_timbre_memory_recall (memory, 12, query, recalled);
      g_assert_cmpmem (query, sizeof query, recalled, sizeof recalled);
      g_assert_cmpint (ct_timbre_memory_attractors (memory, 12, attractor, &n), ==, CT_STATUS_OK);
      g_assert_cmpuint (n, ==, 0);
      ct_timbre_memory_free (memory);
    }
  ct_timbre_memory_free (NULL);
}

/* All notes where there is room; else as many as there is room for, no two the same, spread over time. */
static void
test_patterns (void)
{
  static const size_t sizes[] = { 1, 5, 511, 512, 513, 700, 5000 };

  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      FakeTimbres *timbres = fake_timbres_new (sizes[i], 3, 0.3, 0, 1);
      CtTimbreMemory *memory = make_memory (timbres);
      g_autofree bool *seen = g_new0 (bool, sizes[i]);
      size_t per_quarter[4] = { 0 }, n = MIN (sizes[i], CT_TIMBRE_MEMORY_PATTERNS);

      g_assert_cmpuint (ct_timbre_memory_n_patterns (memory), ==, n);
      for (size_t j = 0; j < n; j++)
        {
          size_t note = ct_timbre_memory_note (memory, j);

          g_assert_cmpuint (note, <, sizes[i]);
          g_assert_false (seen[note]);
          seen[note] = true;
          per_quarter[4 * note / sizes[i]]++;
          g_assert_cmpuint (ct_timbre_memory_nearest (memory, timbres->embeddings + note * CT_EMBEDDING_SIZE), ==, j);
        }
      for (int quarter = 0; quarter < 4 && n == CT_TIMBRE_MEMORY_PATTERNS; quarter++)
        g_assert_cmpint (ABS ((int) per_quarter[quarter] - (int) n / 4), <=, 16); /* one slice of time */
      ct_timbre_memory_free (memory);
      fake_timbres_free (timbres);
    }
}

static void
test_confidence (void)
{
  FakeTimbres *timbres = fake_timbres_new (5120, 3, 0.3, 0, 1);
  CtTimbreMemory *memory;
  float least = 1;

  /* one note of ten is sure */
  for (size_t i = 0; i < timbres->n; i++)
    {
      timbres->notes[i].midi = 60;
      timbres->notes[i].confidence = i % 10 == 7 ? 0.9f : 0.3f;
    }
  memory = make_memory (timbres);
  for (size_t i = 0; i < ct_timbre_memory_n_patterns (memory); i++)
    least = MIN (least, timbres->notes[ct_timbre_memory_note (memory, i)].confidence);
  g_assert_cmpfloat ((double) least, >, 0.8);
  ct_timbre_memory_free (memory);
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
      int attractor[CT_TIMBRE_MEMORY_PATTERNS], again[CT_TIMBRE_MEMORY_PATTERNS], of_timbre[6];
      size_t n, n_again;

      /* the last timbre is the surest */
      for (size_t i = 0; i < timbres->n; i++)
        timbres->notes[i].confidence = 0.3f + 0.1f * (float) timbres->timbres[i];
      memory = make_memory (timbres);
      g_assert_cmpint (ct_timbre_memory_attractors (memory, 12, attractor, &n), ==, CT_STATUS_OK);
      g_assert_cmpuint (n, ==, k);
      memset (of_timbre, -1, sizeof of_timbre);
      for (size_t i = 0; i < ct_timbre_memory_n_patterns (memory); i++)
        {
          int *of = &of_timbre[timbres->timbres[ct_timbre_memory_note (memory, i)]];

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
  int attractor[CT_TIMBRE_MEMORY_PATTERNS];
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
  int attractor[CT_TIMBRE_MEMORY_PATTERNS];
  CtTimbreMemory *memory;
  size_t n;
  CtStatus status = ct_timbre_memory_new (timbres->embeddings, timbres->notes, timbres->n, &memory);

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
  g_test_add_func ("/timbre-memory/patterns", test_patterns);
  g_test_add_func ("/timbre-memory/confidence", test_confidence);
  g_test_add_func ("/timbre-memory/recall", test_recall);
  g_test_add_func ("/timbre-memory/attractors", test_attractors);
  g_test_add_func ("/timbre-memory/odd-embeddings", test_odd_embeddings);
  g_test_add_func ("/timbre-memory/no-memory", test_no_memory);
  return g_test_run ();
}
