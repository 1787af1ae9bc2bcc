/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-percussion.h"
#include "core/transcribe/ct-edit-tempo.h"

G_BEGIN_DECLS

/* clang-format off */
/* The dictionary of a project, a{sv}. Entries are required unless marked as optional.
 *
 *   notes          a(tdddiuyyyyb)  id, onset, offset, confidence, origin frame, track, origin pitch, pitch, velocity,
 *                                  edit flags, uncertain
 *   heard          a(tdd)          optional: no note was put on a grid; id, and onset and offset before
 *   tracks         aa{sv}          fields as below, and name s; optional: naming y, colour-by-hand b,
 *                                  recognition y and guess (uyy): whether it was recognised as a known timbre, and
 *                                  color, program and naming before
 *   deleted        a(iy)           origin frame, origin pitch
 *   options        a{sv}           fields as below; in version 1 beta d, of the magnitude of 32, for separation
 *   next-note-id   t
 *   next-track-id  u
 *   tempo          a{sv}           optional: not sought yet; fields as below, and where there is a map points a(xdb),
 *                                  by tick: tick, time (s), fixed by hand; and meters a(xuu): tick, beats in a bar, what
 *                                  a beat is. Versions 1 and 2 have tempo-map a(dduu) instead, which says nothing
 *   harmony        a{sv}           optional: no key and no chord was set by hand; keys a(diy), by time: time (s),
 *                                  sharps or below 0 flats, 1: minor; and chords a(ddyyy), by time: start and end (s),
 *                                  CtChordQuality, root, bass
 *   percussion     a{sv}           optional: there is none; groups a(sybb): name, key of General MIDI, mute, solo; and
 *                                  hits a(ddy), by time: time (s), strength, group
 *   recording      a{sv}           optional: there may be none; fields as below, path ay (optional), name s,
 *                                  sha256 ay and size t (optional)
 *   analysis       a{sv}           optional: there may be none; fields as below, frames t, onset ay and frame ay,
 *                                  both [frames][84], in 1/255
 *   candidates     a(dddnyyb)      with the analysis: onset, offset, confidence, track, pitch, velocity, uncertain
 *   embeddings     au              [candidates][32], the bits of IEEE 754 single precision; in version 1
 *                                  [candidates][16]
 *   encoder        t               optional: not known; whose embeddings these are
 *   view           a{sv}           optional; fields as below, and loop (dd) if one is set
 *   original       ay              optional, of a backup: the path of the project
 *   stamp          (ttxx)          with original: its device, inode, size and time
 *   evidence       s               optional, of a backup: the file beside it with analysis, candidates and embeddings
 *   title          s               optional
 *   saved          x               optional, microseconds of real time
 *   left           b               optional, of a backup: the program was asked to end, and did not crash */

#define CT_PROJECT_MAGIC "\x93" "CLRTRA\n"
/* clang-format on */
#define CT_PROJECT_NOTES_TYPE "a(tdddiuyyyyb)"
#define CT_PROJECT_HEARD_TYPE "a(tdd)"
#define CT_PROJECT_DELETED_TYPE "a(iy)"
#define CT_PROJECT_POINTS_TYPE "a(xdb)"
#define CT_PROJECT_METERS_TYPE "a(xuu)"
#define CT_PROJECT_KEYS_TYPE "a(diy)"
#define CT_PROJECT_CHORDS_TYPE "a(ddyyy)"
#define CT_PROJECT_HIT_GROUPS_TYPE "a(sybb)"
#define CT_PROJECT_HITS_TYPE "a(ddy)"
#define CT_PROJECT_CANDIDATES_TYPE "a(dddnyyb)"

#define CT_PROJECT_MAX_PATH 4096
#define CT_PROJECT_MAX_NAME 4096

/* The elements of the arrays as GVariant lays them out: as C does. Gaps are 0. */
typedef struct
{
  guint64 id;
  double onset_s;
  double offset_s;
  double confidence;
  gint32 origin_frame;
  guint32 track;
  guint8 origin_midi;
  guint8 midi;
  guint8 velocity;
  guint8 edited;
  guint8 uncertain;
  guint8 gap[3];
} CtProjectNote;

typedef struct
{
  guint64 id;
  double onset_s;
  double offset_s;
} CtProjectHeard;

typedef struct
{
  gint32 origin_frame;
  guint8 origin_midi;
  guint8 gap[3];
} CtProjectDeleted;

typedef struct
{
  gint64 tick;
  double time_s;
  guint8 fixed;
  guint8 gap[7];
} CtProjectPoint;

typedef struct
{
  gint64 tick;
  guint32 numerator;
  guint32 denominator;
} CtProjectMeter;

typedef struct
{
  double time_s;
  gint32 fifths;
  guint8 minor;
  guint8 gap[3];
} CtProjectKey;

typedef struct
{
  double start_s;
  double end_s;
  guint8 quality;
  guint8 root;
  guint8 bass;
  guint8 gap[5];
} CtProjectChord;

typedef struct
{
  double time_s;
  double strength;
  guint8 group;
  guint8 gap[7];
} CtProjectHit;

typedef struct
{
  double onset_s;
  double offset_s;
  double confidence;
  gint16 track;
  guint8 midi;
  guint8 velocity;
  guint8 uncertain;
  guint8 gap[3];
} CtProjectCandidate;

G_STATIC_ASSERT (sizeof (CtProjectNote) == 48);
G_STATIC_ASSERT (sizeof (CtProjectHeard) == 24);
G_STATIC_ASSERT (sizeof (CtProjectDeleted) == 8);
G_STATIC_ASSERT (sizeof (CtProjectPoint) == 24);
G_STATIC_ASSERT (sizeof (CtProjectMeter) == 16);
G_STATIC_ASSERT (sizeof (CtProjectKey) == 16);
G_STATIC_ASSERT (sizeof (CtProjectChord) == 24);
G_STATIC_ASSERT (sizeof (CtProjectHit) == 24);
G_STATIC_ASSERT (sizeof (CtProjectCandidate) == 32);

/* The C type of a field, and by it the GVariant type: d, d, i, u, y, b, b. */
typedef enum
{
  CT_FIELD_FLOAT,
  CT_FIELD_DOUBLE,
  CT_FIELD_INT,
  CT_FIELD_UINT,
  CT_FIELD_BYTE,
  CT_FIELD_BOOL,
  CT_FIELD_GBOOLEAN,
} CtFieldKind;

/* A number of a struct that is saved under a name, and its range. */
typedef struct
{
  const char *name;
  CtFieldKind kind;
  gsize offset;
  double low;
  double high;
} CtField;

typedef struct
{
  const CtField *fields;
  gsize n;
} CtFields;

extern const CtFields ct_project_track_fields;     /* of CtEditTrack */
extern const CtFields ct_project_options_fields;   /* of CtTranscriberOptions */
extern const CtFields ct_project_tempo_fields;     /* of CtEditTempo */
extern const CtFields ct_project_recording_fields; /* of CtRecording */
extern const CtFields ct_project_analysis_fields;  /* of CtAnalysis */
extern const CtFields ct_project_view_fields;      /* of CtProjectView */

/* Adds the fields of @base to @builder, of a{sv}. */
void ct_fields_write (const CtFields *self, const void *base, GVariantBuilder *builder);

/* FALSE where one is missing in @dictionary, of another type, not finite or out of its range. */
gboolean ct_fields_read (const CtFields *self, void *base, GVariant *dictionary);

/* An array of elements of @size bytes; NULL if it is absent, has another type or is longer than @max. *@owner keeps it
 * alive. */
const void *ct_project_look_up_array (GVariant *dictionary,
                                      const char *name,
                                      const char *type,
                                      gsize size,
                                      gsize max,
                                      GVariant **owner,
                                      gsize *n);

/* FALSE without memory. *@copy is freed with free(), and NULL if it is empty. */
gboolean ct_project_new_elements (gsize n, gsize size, void *copy);

/* FALSE, too, for points and meters that are no map. */
gboolean ct_project_decode_tempo (GVariant *dictionary, CtEditTempo *tempo);

/* Does not check ranges and order: that is done with the rest of the score. */
gboolean ct_project_decode_harmony (GVariant *dictionary, CtHarmony *harmony);

/* The same. */
gboolean ct_project_decode_percussion (GVariant *dictionary, CtPercussion *percussion);

G_END_DECLS
