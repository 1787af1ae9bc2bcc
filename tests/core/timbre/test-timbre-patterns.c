/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-patterns.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"

static void
choose (const FakeTimbres *timbres, const int *fixed, CtTimbrePatterns *patterns)
{
  g_assert_cmpint (ct_timbre_patterns_choose (timbres->notes, fixed, timbres->n, patterns), ==, CT_STATUS_OK);
}

static void
test_empty (void)
{
  CtNote uncertain = { .uncertain = true };
  CtTimbrePatterns patterns;

  for (size_t n_notes = 0; n_notes < 2; n_notes++)
    {
      g_assert_cmpint (ct_timbre_patterns_choose (&uncertain, NULL, n_notes, &patterns), ==, CT_STATUS_OK);
      g_assert_cmpuint (patterns.n, ==, 0); /* uncertain notes do not count */
    }
}

/* All notes where there is room; else as many as there is room for, no two the same, spread over time. */
static void
test_choice (void)
{
  static const size_t sizes[] = { 1, 5, 511, 512, 513, 700, 5000 };

  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      FakeTimbres *timbres = fake_timbres_new (sizes[i], 3, 0.3, 0, 1);
      g_autofree bool *seen = g_new0 (bool, sizes[i]);
      size_t per_quarter[4] = { 0 }, n = MIN (sizes[i], CT_TIMBRE_PATTERNS);
      CtTimbrePatterns patterns;

      choose (timbres, NULL, &patterns);
      g_assert_cmpuint (patterns.n, ==, n);
      for (size_t j = 0; j < n; j++)
        {
          size_t note = patterns.notes[j];

          g_assert_cmpuint (note, <, sizes[i]);
          g_assert_false (seen[note]);
          seen[note] = true;
          per_quarter[4 * note / sizes[i]]++;
        }
      for (int quarter = 0; quarter < 4 && n == CT_TIMBRE_PATTERNS; quarter++)
        g_assert_cmpint (ABS ((int) per_quarter[quarter] - (int) n / 4), <=, 16); /* one slice of time */
      fake_timbres_free (timbres);
    }
}

/* In a long recording a pattern stands among the notes that sound with it, not alone. */
static void
test_company (void)
{
  FakeTimbres *timbres = fake_timbres_new (5120, 3, 0.3, 0, 1);
  g_autofree bool *chosen = g_new0 (bool, timbres->n);
  size_t alone = 0;
  CtTimbrePatterns patterns;

  for (size_t i = 0; i < timbres->n; i++)
    timbres->notes[i].onset_s = 0.1 * (double) i;
  choose (timbres, NULL, &patterns);
  for (size_t i = 0; i < patterns.n; i++)
    chosen[patterns.notes[i]] = true;
  for (size_t i = 1; i + 1 < timbres->n; i++)
    alone += chosen[i] && !(chosen[i - 1] && chosen[i + 1]);
  g_assert_cmpuint (alone, <=, 2 * patterns.n / 32); /* the ends of stretches */
  fake_timbres_free (timbres);
}

/* Every group that the user fixed is among the patterns, an uncertain note as well as a sure one. */
static void
test_fixed (void)
{
  FakeTimbres *timbres = fake_timbres_new (5000, 3, 0.3, 0, 1);
  g_autofree int *fixed = g_new (int, timbres->n);
  CtTimbrePatterns patterns;
  size_t in_group[3] = { 0 }, free = 0;

  for (size_t i = 0; i < timbres->n; i++)
    fixed[i] = i < 3000 ? 0 : -1;
  fixed[4000] = 1;
  timbres->notes[4000].uncertain = true;
  fixed[4001] = 2;
  timbres->notes[4001].confidence = 0.01f;
  choose (timbres, fixed, &patterns);
  for (size_t i = 0; i < patterns.n; i++)
    if (fixed[patterns.notes[i]] >= 0)
      in_group[fixed[patterns.notes[i]]]++;
    else
      free++;
  g_assert_cmpuint (in_group[0], >, 50);
  g_assert_cmpuint (in_group[1], ==, 1);
  g_assert_cmpuint (in_group[2], ==, 1);
  g_assert_cmpuint (free, >=, CT_TIMBRE_PATTERNS / 2 - 16);
  fake_timbres_free (timbres);
}

static CtStatus
choose_some (void *data)
{
  const FakeTimbres *timbres = data;
  CtTimbrePatterns patterns;

  return ct_timbre_patterns_choose (timbres->notes, NULL, timbres->n, &patterns);
}

static void
test_no_memory (void)
{
  FakeTimbres *timbres = fake_timbres_new (600, 2, 0.1, 0, 1);

  failing_allocator_try_all (choose_some, timbres);
  fake_timbres_free (timbres);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timbre-patterns/empty", test_empty);
  g_test_add_func ("/timbre-patterns/choice", test_choice);
  g_test_add_func ("/timbre-patterns/company", test_company);
  g_test_add_func ("/timbre-patterns/fixed", test_fixed);
  g_test_add_func ("/timbre-patterns/no-memory", test_no_memory);
  return g_test_run ();
}
