/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-known-cluster.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/known-weights.h"

#define ENCODER 77
#define PLAYERS 3
#define NOTES (PLAYERS * 12)

/* Three players in turn: the first two sound so much alike that they are found as one, the third like neither. */
typedef struct
{
  CtNote notes[NOTES];
  float embeddings[NOTES * CT_EMBEDDING_SIZE];
  CtKnownTimbres *known; /* nothing yet */
  CtWeights *weights;
  CtKnownPlayers players;
} Song;

/* Every note on the track of its player, as in a new song. */
static void
part (Song *self)
{
  for (int i = 0; i < NOTES; i++)
    self->notes[i].track = (int16_t) (i % PLAYERS);
}

static Song *
song_new (void)
{
  static const float directions[PLAYERS][3] = { { 1, 0, 0 }, { 0.97F, 0.243105F, 0 }, { 0, 0, 1 } };
  Song *self = g_new0 (Song, 1);

  for (size_t i = 0; i < NOTES; i++)
    {
      self->notes[i] = (CtNote){ .midi = 60, .onset_s = 0.1 * (double) i, .offset_s = 0.1 * (double) i + 0.1 };
      self->notes[i].velocity = 80;
      self->notes[i].confidence = 1;
      memcpy (self->embeddings + i * CT_EMBEDDING_SIZE, directions[i % PLAYERS], sizeof directions[0]);
    }
  part (self);
  g_assert_cmpint (ct_known_timbres_new (&self->known), ==, CT_STATUS_OK);
  self->weights = known_weights_new ();
  self->players = (CtKnownPlayers){ .known = self->known, .weights = self->weights, .encoder = ENCODER };
  return self;
}

static void
song_free (Song *self)
{
  ct_known_timbres_free (self->known);
  ct_weights_free (self->weights);
  g_free (self);
}

/* Learns, as @name, what is on a track. */
static void
learn (Song *self, const char *name, int track)
{
  CtTimbreLesson lesson = { .name = name, .encoder = ENCODER, .song = 1 };

  g_assert_cmpint (ct_known_timbres_learn (self->known, &lesson, self->embeddings, self->notes, NOTES, track), ==,
                   CT_STATUS_OK);
}

/* The notes are on the tracks of their players. */
static void
learn_trio (Song *self)
{
  learn (self, "First violin", 0);
  learn (self, "Second violin", 1);
  learn (self, "Cello", 2);
}

static CtTimbreClusterResult
cluster (Song *self, const int *fixed, const CtTimbreClusterOptions *options)
{
  CtTimbreClusterOptions defaults;
  CtTimbreClusterResult result;

  ct_timbre_cluster_options_init (&defaults);
  g_assert_cmpint (ct_known_cluster (&self->players, NULL, self->embeddings, fixed, options ? options : &defaults,
                                     self->notes, NOTES, &result),
                   ==, CT_STATUS_OK);
  return result;
}

/* Whether each player has a track of its own. */
static void
assert_parted (const Song *self)
{
  for (int i = 0; i < NOTES; i++)
    for (int j = 0; j < NOTES; j++)
      g_assert_cmpint (self->notes[i].track == self->notes[j].track, ==, i % PLAYERS == j % PLAYERS);
}

static void
test_nothing_known (void)
{
  Song *song = song_new ();

  g_assert_cmpuint (cluster (song, NULL, NULL).n_tracks, ==, 2);
  song->players.known = NULL;
  g_assert_cmpuint (cluster (song, NULL, NULL).n_tracks, ==, 2);
  song_free (song);
}

/* Two that are alike are two where the band is known. */
static void
test_more (void)
{
  Song *song = song_new ();
  CtTimbreClusterResult result;

  learn_trio (song);
  result = cluster (song, NULL, NULL);
  g_assert_cmpuint (result.n_tracks, ==, 3);
  g_assert_cmpint (result.count.n, ==, 3);
  g_assert_cmpint (result.count.second, ==, 2);
  g_assert_cmpfloat (result.count.margin, >, 0);
  assert_parted (song);
  song_free (song);
}

/* What one player plays is one track, although it sounds in two ways. */
static void
test_fewer (void)
{
  Song *song = song_new ();
  CtTimbreClusterResult result;

  for (size_t i = 0; i < NOTES; i++) /* the second player's notes are of the first, another technique */
    if (i % PLAYERS == 1)
      memcpy (song->embeddings + i * CT_EMBEDDING_SIZE, (float[]){ 0.8F, 0.6F, 0 }, 3 * sizeof (float));
  g_assert_cmpuint (cluster (song, NULL, NULL).n_tracks, ==, 3);
  for (int i = 0; i < NOTES; i++)
    song->notes[i].track = i % PLAYERS == 2 ? 2 : 0;
  learn (song, "Violin", 0);
  learn (song, "Cello", 2);
  result = cluster (song, NULL, NULL);
  g_assert_cmpuint (result.n_tracks, ==, 2);
  g_assert_cmpint (result.count.second, ==, 3);
  for (int i = 0; i < NOTES; i++)
    g_assert_cmpint (song->notes[i].track == song->notes[2].track, ==, i % PLAYERS == 2);
  song_free (song);
}

/* A band that is not heard says nothing, and neither does the timbre of another encoder. */
static void
test_strangers (void)
{
  Song *song = song_new ();
  g_autofree float *heard = g_memdup2 (song->embeddings, sizeof song->embeddings);

  memset (song->embeddings, 0, sizeof song->embeddings);
  for (size_t i = 0; i < NOTES; i++)
    song->embeddings[i * CT_EMBEDDING_SIZE + 8 + i % PLAYERS] = 1;
  learn (song, "Oboe", 0);
  learn (song, "Horn", 1);
  learn (song, "Bassoon", 2);
  memcpy (song->embeddings, heard, sizeof song->embeddings);
  g_assert_cmpuint (cluster (song, NULL, NULL).n_tracks, ==, 2);
  part (song);
  learn (song, "First violin", 0);
  learn (song, "Second violin", 1);
  song->players.encoder = ENCODER + 1;
  g_assert_cmpuint (cluster (song, NULL, NULL).n_tracks, ==, 2);
  song_free (song);
}

/* What a user says goes before what is known. */
static void
test_options (void)
{
  Song *song = song_new ();
  CtTimbreClusterOptions options;

  learn_trio (song);
  ct_timbre_cluster_options_init (&options);
  options.n_tracks = 2;
  g_assert_cmpuint (cluster (song, NULL, &options).n_tracks, ==, 2);
  options.n_tracks = 0;
  options.separation = 0.9F;
  g_assert_cmpuint (cluster (song, NULL, &options).n_tracks, ==, 2);
  options.separation = 1;
  options.least_tracks = 5;
  g_assert_cmpuint (cluster (song, NULL, &options).n_tracks, >=, 5);
  song_free (song);
}

/* A track that a hand has named plays, and the others of its band are looked for beside it. */
static void
test_named (void)
{
  Song *song = song_new ();
  int fixed[NOTES];
  unsigned char taken[3] = { 1, 0, 0 }, named[CT_MAX_TRACKS] = { 1 };
  CtTimbreClusterResult result;

  for (int i = 0; i < NOTES; i++)
    fixed[i] = i % PLAYERS == 0 ? 0 : -1;
  g_assert_cmpuint (cluster (song, fixed, NULL).n_tracks, ==, 2);
  part (song);
  learn_trio (song);
  song->players.taken = taken;
  song->players.named = named;
  result = cluster (song, fixed, NULL);
  g_assert_cmpuint (result.n_tracks, ==, 3);
  assert_parted (song);
  for (int i = 0; i < NOTES; i += PLAYERS)
    g_assert_cmpint (song->notes[i].track, ==, 0);
  song_free (song);
}

static CtStatus
cluster_again (void *data)
{
  Song *song = data;
  CtTimbreClusterOptions options;
  CtTimbreClusterResult result;

  ct_timbre_cluster_options_init (&options);
  return ct_known_cluster (&song->players, NULL, song->embeddings, NULL, &options, song->notes, NOTES, &result);
}

static void
test_no_memory (void)
{
  Song *song = song_new ();

  learn_trio (song);
  failing_allocator_try_all (cluster_again, song);
  assert_parted (song);
  song_free (song);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/known-cluster/nothing-known", test_nothing_known);
  g_test_add_func ("/known-cluster/more", test_more);
  g_test_add_func ("/known-cluster/fewer", test_fewer);
  g_test_add_func ("/known-cluster/strangers", test_strangers);
  g_test_add_func ("/known-cluster/options", test_options);
  g_test_add_func ("/known-cluster/named", test_named);
  g_test_add_func ("/known-cluster/no-memory", test_no_memory);
  return g_test_run ();
}
