/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/isolation/ct-stem-maker.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/ct-condition-private.h"
#include "core/isolation/ct-stem-hash-private.h"
#include "core/isolation/ct-track-isolation.h"

#define MAX_TRACKS 64
#define MAX_BATCH 256
#define NEAR_BLOCKS 4  /* ahead of the playhead, kept in memory */
#define SOUND_NOTES 16 /* on which the sound of a track is measured */
#define HASH_BYTES (1 << 20)
#define SETTLE_MS 120      /* after notes changed: more changes may follow */
#define LISTEN_MS 200      /* between looks at the playhead */
#define BACKGROUND_NICE 10 /* playing and drawing go first */

/* One block; guarded by the mutex. */
typedef struct
{
  CtStemKey key;
  bool ready; /* cached, when last checked */
  uint8_t n_tracks;
  int16_t tracks[CT_ISOLATION_MAX_STEMS]; /* of its stems */
} Entry;

typedef struct
{
  CtNoteSound sound;
  bool measured;
  unsigned version;
  uint64_t hash; /* of the notes on which it was measured */
} Sound;

struct _CtStemMaker
{
  CtSoundReader *reader;
  CtStemMakerOptions options;
  char *folder;
  pthread_t thread;
  bool threaded;

  /* the maker's thread's own */
  CtTrackIsolation *isolation;
  bool sounds_wanted;
  size_t n_wanted; /* blocks to be made around the focus */

  pthread_mutex_t mutex; /* guards what follows, and the entries */
  pthread_cond_t changed;
  CtStemCache *cache; /* made by the maker's thread, then unchanged */
  CtNote *notes;      /* set, but not applied yet */
  size_t n_notes, n_tracks;
  bool notes_pending, quits;
  Entry *entries; /* [n_blocks] */
  size_t n_blocks, block_frames;
  Sound sounds[MAX_TRACKS];

  _Atomic int64_t focus;
  atomic_bool cancelled; /* work under way is out of date */
  atomic_int status, cache_status;
  atomic_bool cache_told;
  _Atomic float progress;
};

/* ---- the recording ---- */

static bool
is_quitting (CtStemMaker *self)
{
  bool quits;

  pthread_mutex_lock (&self->mutex);
  quits = self->quits;
  pthread_mutex_unlock (&self->mutex);
  return quits;
}

/* Identifies the recording by all its bytes. */
static CtStatus
hash_recording (CtStemMaker *self, CtStemKey *key)
{
  int fd = open (ct_sound_reader_path (self->reader), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  char *bytes = malloc (HASH_BYTES);
  CtStatus status = fd < 0 ? ct_status_from_errno (errno) : bytes ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
  CtStemHash hash;

  ct_stem_hash_init (&hash, 0);
  while (status == CT_STATUS_OK)
    {
      ssize_t n = read (fd, bytes, HASH_BYTES);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        status = ct_status_from_errno (errno);
      if (n <= 0)
        break;
      ct_stem_hash_bytes (&hash, bytes, (size_t) n);
      if (is_quitting (self)) /* a large file takes long, and the window waits */
        status = CT_STATUS_CANCELLED;
    }
  *key = ct_stem_hash_end (&hash);
  if (fd >= 0)
    close (fd);
  free (bytes);
  return status;
}

static CtStatus
open_recording (CtStemMaker *self)
{
  CtStemKey recording;
  CtStemCache *cache = NULL;
  CtStatus status = hash_recording (self, &recording);
  Entry *entries = NULL;

  if (status == CT_STATUS_OK)
    status = ct_track_isolation_new (self->reader, self->options.n_threads, &self->isolation);
  if (status == CT_STATUS_OK)
    status = ct_stem_cache_new (self->folder, self->options.cache_bytes, &recording, &cache);
  if (status == CT_STATUS_OK)
    {
      entries = calloc (ct_track_isolation_n_blocks (self->isolation) + 1, sizeof *entries);
      status = entries ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
    }
  if (status != CT_STATUS_OK)
    {
      ct_stem_cache_free (cache);
      atomic_store (&self->status, (int) status);
      return status;
    }
  pthread_mutex_lock (&self->mutex);
  self->cache = cache;
  self->entries = entries;
  self->n_blocks = ct_track_isolation_n_blocks (self->isolation);
  self->block_frames = ct_track_isolation_block_frames (self->isolation);
  pthread_mutex_unlock (&self->mutex);
  return CT_STATUS_OK;
}

/* ---- notes ---- */

/* What all isolated blocks take together. */
static uint64_t
count_bytes (const CtStemMaker *self)
{
  uint64_t channels = (uint64_t) ct_sound_reader_channels (self->reader), bytes = 0;

  for (size_t b = 0; b < self->n_blocks; b++)
    bytes += self->entries[b].n_tracks * self->block_frames * channels * sizeof (int16_t);
  return bytes;
}

/* How many blocks to make in advance: not more than fit into the cache together. */
static size_t
count_wanted (const CtStemMaker *self)
{
  uint64_t bytes = count_bytes (self), limit;

  limit = ct_stem_cache_folder_bytes (self->cache);
  limit = (limit ? limit : ct_stem_cache_memory_bytes (self->cache)) / 2;
  if (bytes <= limit)
    return self->n_blocks;
  return (size_t) ((double) self->n_blocks * (double) limit / (double) bytes) + 1;
}

static size_t
focus_block (const CtStemMaker *self)
{
  int64_t frame = atomic_load (&self->focus);
  size_t block = frame <= 0 ? 0 : (size_t) frame / self->block_frames;

  return block < self->n_blocks ? block : self->n_blocks - 1;
}

/* Block number @i in the order of urgency: those ahead of the focus, then those behind it, from near to far. */
static size_t
urgent_block (const CtStemMaker *self, size_t focus, size_t i)
{
  size_t ahead = self->n_blocks - focus;

  return i < ahead ? focus + i : focus - (i - ahead) - 1;
}

static void
report_progress (CtStemMaker *self)
{
  size_t focus = focus_block (self), n = self->n_wanted < self->n_blocks ? self->n_wanted : self->n_blocks, ready = 0;

  for (size_t i = 0; i < n; i++)
    ready += self->entries[urgent_block (self, focus, i)].ready;
  atomic_store (&self->progress, n ? (float) ready / (float) n : 1.0f);
}

/* Applies the new notes and looks up what of them is cached already. */
static void
apply_notes (CtStemMaker *self)
{
  CtNote *notes;
  size_t n;
  CtStatus status;

  pthread_mutex_lock (&self->mutex);
  notes = self->notes;
  n = self->n_notes;
  self->notes = NULL;
  self->n_notes = 0;
  self->notes_pending = false;
  atomic_store (&self->cancelled, false);
  pthread_mutex_unlock (&self->mutex);

  status = ct_track_isolation_set_notes (self->isolation, notes, n);
  free (notes);
  if (status != CT_STATUS_OK)
    atomic_store (&self->status, (int) status);
  for (size_t b = 0; b < self->n_blocks; b++)
    {
      Entry entry = { .key = ct_track_isolation_key (self->isolation, b) };

      entry.n_tracks = (uint8_t) ct_track_isolation_tracks (self->isolation, b, entry.tracks);
      entry.ready = entry.n_tracks == 0 || ct_stem_cache_has (self->cache, &entry.key);
      pthread_mutex_lock (&self->mutex);
      self->entries[b] = entry;
      pthread_mutex_unlock (&self->mutex);
    }
  ct_stem_cache_set_need (self->cache, count_bytes (self));
  self->n_wanted = count_wanted (self);
  self->sounds_wanted = true;
  report_progress (self);
}

/* ---- work ---- */

/* Loads blocks near the playhead into memory, and notices those that are no longer cached. */
static void
refresh_near (CtStemMaker *self, size_t focus)
{
  for (size_t i = 0; i <= NEAR_BLOCKS && focus + i < self->n_blocks; i++)
    {
      Entry *entry = &self->entries[focus + i];
      CtStemBlock *block;

      if (!entry->ready || entry->n_tracks == 0)
        continue;
      block = ct_stem_cache_get (self->cache, &entry->key);
      if (!block)
        {
          pthread_mutex_lock (&self->mutex);
          entry->ready = false;
          pthread_mutex_unlock (&self->mutex);
        }
      ct_stem_block_unref (block);
    }
}

/* The most urgent blocks that are not ready. */
static size_t
choose_batch (const CtStemMaker *self, size_t focus, size_t *blocks)
{
  size_t batch = ct_track_isolation_batch (self->isolation), n = 0;

  batch = batch < MAX_BATCH ? batch : MAX_BATCH;
  for (size_t i = 0; i < self->n_wanted && i < self->n_blocks && n < batch; i++)
    {
      size_t block = urgent_block (self, focus, i);

      if (!self->entries[block].ready)
        blocks[n++] = block;
    }
  return n;
}

static void
keep (CtStemMaker *self, const CtIsolatedBlock *made)
{
  Entry *entry = &self->entries[made->block];
  CtStatus status = ct_stem_cache_put (self->cache, &entry->key, made,
                                       (size_t) ct_sound_reader_channels (self->reader));

  if (status == CT_STATUS_NO_MEMORY)
    {
      atomic_store (&self->status, (int) status);
      return;
    }
  if (status != CT_STATUS_OK && !atomic_exchange (&self->cache_told, true))
    atomic_store (&self->cache_status, (int) status);
  pthread_mutex_lock (&self->mutex);
  entry->ready = true;
  pthread_mutex_unlock (&self->mutex);
}

static CtStatus
make_blocks (CtStemMaker *self, const size_t *blocks, size_t n)
{
  CtIsolatedBlock made[MAX_BATCH];
  CtStatus status = ct_track_isolation_make (self->isolation, blocks, n, &self->cancelled, made);

  for (size_t i = 0; status == CT_STATUS_OK && i < n; i++)
    keep (self, &made[i]);
  if (status != CT_STATUS_OK && status != CT_STATUS_CANCELLED)
    atomic_store (&self->status, (int) status);
  report_progress (self);
  return status;
}

static uint64_t
hash_track (const CtNote *notes, size_t n, size_t track)
{
  CtStemHash hash;

  ct_stem_hash_init (&hash, 0);
  for (size_t i = 0; i < n; i++)
    if (notes[i].track == (int) track && !notes[i].uncertain)
      {
        ct_stem_hash_double (&hash, notes[i].onset_s);
        ct_stem_hash_double (&hash, notes[i].offset_s);
        ct_stem_hash_word (&hash, (uint64_t) notes[i].midi << 8 | notes[i].velocity);
      }
  return ct_stem_hash_end (&hash).words[0];
}

/* Measures the sounds of the tracks whose notes have changed. */
static void
measure_sounds (CtStemMaker *self)
{
  for (size_t t = 0; t < MAX_TRACKS; t++)
    {
      CtNoteSound sound;
      bool measured, stale;
      CtStatus status;

      pthread_mutex_lock (&self->mutex);
      stale = t < self->n_tracks && self->sounds[t].version == 0;
      pthread_mutex_unlock (&self->mutex);
      if (!stale)
        continue;
      ct_note_sound_init_program (&sound, 0);
      status = ct_track_isolation_measure_sound (self->isolation, (int) t, SOUND_NOTES, &self->cancelled, &sound,
                                                 &measured);
      if (status != CT_STATUS_OK && status != CT_STATUS_CANCELLED)
        atomic_store (&self->status, (int) status);
      if (status != CT_STATUS_OK)
        return;
      pthread_mutex_lock (&self->mutex);
      /* if notes were set meanwhile it is measured again */
      if (!self->notes_pending)
        {
          self->sounds[t].sound = sound;
          self->sounds[t].measured = measured;
          self->sounds[t].version = 1;
        }
      pthread_mutex_unlock (&self->mutex);
    }
  self->sounds_wanted = false;
}

/* Does the most urgent piece of work; false: there is none. */
static bool
work (CtStemMaker *self)
{
  size_t blocks[MAX_BATCH], focus = focus_block (self), n;

  if (self->n_blocks == 0 || atomic_load (&self->status) != CT_STATUS_OK)
    return false;
  refresh_near (self, focus);
  n = choose_batch (self, focus, blocks);
  if (self->sounds_wanted && (n == 0 || blocks[0] > focus + 1 || blocks[0] < focus))
    measure_sounds (self);
  else if (n > 0)
    make_blocks (self, blocks, n);
  else
    {
      report_progress (self);
      return false;
    }
  return true;
}

static void *
maker_main (void *data)
{
  CtStemMaker *self = data;
  bool busy = true;

  /* for this thread and those it starts; if it is refused they compete with the others */
  (void) !setpriority (PRIO_PROCESS, (id_t) gettid (), BACKGROUND_NICE);
  if (open_recording (self) != CT_STATUS_OK)
    return NULL;
  for (;;)
    {
      bool pending;

      pthread_mutex_lock (&self->mutex);
      if (!self->quits && !busy && !self->notes_pending)
        ct_condition_wait_ms (&self->changed, &self->mutex, LISTEN_MS);
      if (!self->quits && self->notes_pending && self->sounds_wanted)
        ct_condition_wait_ms (&self->changed, &self->mutex, SETTLE_MS);
      if (self->quits)
        {
          pthread_mutex_unlock (&self->mutex);
          return NULL;
        }
      pending = self->notes_pending;
      pthread_mutex_unlock (&self->mutex);
      if (pending)
        apply_notes (self);
      busy = work (self);
    }
}

/* ---- the rest ---- */

CtStatus
ct_stem_maker_new (CtSoundReader *reader, const CtStemMakerOptions *options, CtStemMaker **out)
{
  CtStemMaker *self = calloc (1, sizeof *self);
  CtStatus status = CT_STATUS_OK;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  pthread_mutex_init (&self->mutex, NULL);
  ct_condition_init (&self->changed);
  self->reader = reader;
  self->options = *options;
  atomic_store (&self->progress, 1.0f);
  if (options->cache_folder)
    {
      self->folder = strdup (options->cache_folder);
      status = self->folder ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
    }
  if (status == CT_STATUS_OK && options->stepped)
    status = open_recording (self);
  else if (status == CT_STATUS_OK)
    {
      self->threaded = pthread_create (&self->thread, NULL, maker_main, self) == 0;
      status = self->threaded ? CT_STATUS_OK : CT_STATUS_NO_THREAD;
    }
  if (status != CT_STATUS_OK)
    {
      ct_stem_maker_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_stem_maker_free (CtStemMaker *self)
{
  if (!self)
    return;
  if (self->threaded)
    {
      pthread_mutex_lock (&self->mutex);
      self->quits = true;
      atomic_store (&self->cancelled, true);
      pthread_cond_signal (&self->changed);
      pthread_mutex_unlock (&self->mutex);
      pthread_join (self->thread, NULL);
    }
  ct_stem_cache_free (self->cache);
  ct_track_isolation_free (self->isolation);
  free (self->entries);
  free (self->notes);
  free (self->folder);
  pthread_cond_destroy (&self->changed);
  pthread_mutex_destroy (&self->mutex);
  free (self);
}

CtStatus
ct_stem_maker_set_notes (CtStemMaker *self, const CtNote *notes, size_t n, size_t n_tracks)
{
  CtNote *copy = malloc ((n + 1) * sizeof *copy);

  if (!copy)
    return CT_STATUS_NO_MEMORY;
  if (n > 0)
    memcpy (copy, notes, n * sizeof *copy);
  pthread_mutex_lock (&self->mutex);
  free (self->notes);
  self->notes = copy;
  self->n_notes = n;
  self->n_tracks = n_tracks;
  self->notes_pending = true;
  for (size_t t = 0; t < MAX_TRACKS; t++)
    {
      uint64_t hash = hash_track (notes, n, t);

      if (hash == self->sounds[t].hash && self->sounds[t].version)
        continue;
      self->sounds[t].hash = hash;
      self->sounds[t].version = 0;
    }
  atomic_store (&self->cancelled, true);
  atomic_store (&self->progress, n ? 0.0f : 1.0f);
  pthread_cond_signal (&self->changed);
  pthread_mutex_unlock (&self->mutex);
  return CT_STATUS_OK;
}

void
ct_stem_maker_set_focus (CtStemMaker *self, int64_t frame)
{
  atomic_store (&self->focus, frame);
}

CtStemBlock *
ct_stem_maker_peek (CtStemMaker *self, int64_t frame, int64_t *first, int16_t *stem_of, size_t n_tracks, bool *silent)
{
  CtStemBlock *block = NULL;
  Entry entry;
  size_t number;

  *silent = frame < 0;
  pthread_mutex_lock (&self->mutex);
  number = frame < 0 || !self->entries ? self->n_blocks : (size_t) frame / self->block_frames;
  if (number >= self->n_blocks)
    {
      *silent = *silent || self->entries != NULL;
      pthread_mutex_unlock (&self->mutex);
      return NULL;
    }
  entry = self->entries[number];
  *first = (int64_t) (number * self->block_frames);
  pthread_mutex_unlock (&self->mutex);
  if (entry.n_tracks == 0)
    *silent = true;
  else
    block = ct_stem_cache_peek (self->cache, &entry.key);
  for (size_t t = 0; t < n_tracks; t++)
    stem_of[t] = -1;
  for (size_t s = 0; block && s < block->n_stems && s < entry.n_tracks; s++)
    if ((size_t) entry.tracks[s] < n_tracks)
      stem_of[entry.tracks[s]] = (int16_t) s;
  return block;
}

double
ct_stem_maker_progress (const CtStemMaker *self)
{
  return (double) atomic_load (&self->progress);
}

CtStatus
ct_stem_maker_status (const CtStemMaker *self)
{
  return (CtStatus) atomic_load (&self->status);
}

CtStatus
ct_stem_maker_take_cache_status (CtStemMaker *self)
{
  return (CtStatus) atomic_exchange (&self->cache_status, CT_STATUS_OK);
}

bool
ct_stem_maker_sound (CtStemMaker *self, size_t track, CtNoteSound *sound, unsigned *version)
{
  bool measured = false;

  pthread_mutex_lock (&self->mutex);
  if (track < MAX_TRACKS && self->sounds[track].version && self->sounds[track].measured)
    {
      measured = true;
      *sound = self->sounds[track].sound;
      *version = (unsigned) self->sounds[track].hash;
    }
  pthread_mutex_unlock (&self->mutex);
  return measured;
}

void
ct_stem_maker_step (CtStemMaker *self, int64_t frame)
{
  size_t block;

  if (self->notes_pending)
    apply_notes (self);
  if (self->sounds_wanted)
    measure_sounds (self);
  if (frame < 0 || self->n_blocks == 0 || (block = (size_t) frame / self->block_frames) >= self->n_blocks)
    return;
  atomic_store (&self->focus, frame);
  refresh_near (self, block);
  if (!self->entries[block].ready)
    (void) !make_blocks (self, &block, 1);
}
