/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The timbres that a user has named, to be recognised in other recordings. */
#ifndef CT_KNOWN_TIMBRES_H
#define CT_KNOWN_TIMBRES_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most timbres that are remembered. */
#define CT_KNOWN_TIMBRES_MAX 256
/** The most prototypes of a timbre. */
#define CT_KNOWN_TIMBRE_PROTOTYPES 32
/** The most prototypes that one song adds. */
#define CT_KNOWN_TIMBRE_PROTOTYPES_A_SONG 8
/** So many songs that a timbre was learned from are told apart. */
#define CT_KNOWN_TIMBRE_SONGS 64
/** From this probability on, a track is recognised: measured (core/training/MODEL.md). */
#define CT_KNOWN_TIMBRE_SURE 0.55f

/** Notes of a timbre that sound alike: a timbre changes with register and loudness, so that it has several. */
typedef struct
{
  float embedding[CT_EMBEDDING_SIZE]; /**< their mean, of unit length */
  float midi;                         /**< their mean pitch, 0 to 127 */
  float weight;                       /**< how many they are, above 0 */
  uint64_t song;                      /**< which song they are from */
} CtTimbrePrototype;

/** A timbre that is remembered. A plain value. Nothing in it can sound. */
typedef struct
{
  char name[CT_TRACK_NAME_SIZE]; /**< as ct_plain_name_copy() makes it; not empty, and no other timbre's */
  uint32_t rgb;                  /**< colour, 0xRRGGBB */
  uint8_t program;               /**< General MIDI, 0 to 127 */
  uint64_t encoder;              /**< whose embeddings it has (ct_weights_fingerprint()): with those of another it
                                      cannot be compared */
  uint32_t n_songs;              /**< how many songs it was learned from, at least 1 */
  uint64_t songs[CT_KNOWN_TIMBRE_SONGS];                    /**< which, the latest first; 0: none */
  size_t n_prototypes;                                      /**< at least 1 */
  CtTimbrePrototype prototypes[CT_KNOWN_TIMBRE_PROTOTYPES]; /**< [n_prototypes], those of the latest song first */
} CtKnownTimbre;

/** What is known, in the order in which it was learned. Threads may share one that is not changed. */
typedef struct _CtKnownTimbres CtKnownTimbres;

/** What a track is to be remembered as. */
typedef struct
{
  const char *name; /**< its name, any text; an empty one is refused */
  uint32_t rgb;     /**< colour, 0xRRGGBB */
  uint8_t program;  /**< General MIDI, 0 to 127 */
  uint64_t encoder; /**< whose embeddings they are */
  uint64_t song;    /**< marks the song, not 0: learned once more, it replaces what it taught before */
} CtTimbreLesson;

/** Tracks that were heard, and by what they are compared. All of it is borrowed. */
typedef struct
{
  const CtWeights *weights;   /**< which know where instruments differ; those that know no such directions recognise
                                   nothing */
  uint64_t encoder;           /**< whose embeddings they are: timbres of others are asleep */
  const float *embeddings;    /**< [n][CT_EMBEDDING_SIZE]; notes whose embedding is zero or not finite are left out */
  const CtNote *notes;        /**< [n]; those on no track are left out */
  size_t n;                   /**< how many notes */
  size_t n_tracks;            /**< how many tracks there are */
  const unsigned char *taken; /**< [ct_known_timbres_n()]: timbres that play, as a track that is not among these, or
                                   bears their name; they are not looked for; NULL: none */
} CtHeardTracks;

/** What a track was recognised as. */
typedef struct
{
  int timbre;        /**< its place; -1: none */
  float probability; /**< how sure, 0 to 1; of the likeliest where it was not recognised */
} CtTimbreMatch;

/** Makes an empty collection.
 *
 * @param[out] out  the collection; free it with ct_known_timbres_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_known_timbres_new (CtKnownTimbres **out) CT_MUST_USE;

/** Copies a collection.
 *
 * @param self      the collection
 * @param[out] out  the copy; free it with ct_known_timbres_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_known_timbres_copy (const CtKnownTimbres *self, CtKnownTimbres **out) CT_MUST_USE;

/** Frees a collection.
 *
 * @param self  the collection, or NULL */
void ct_known_timbres_free (CtKnownTimbres *self);

/** How many timbres there are.
 *
 * @param self  the collection
 * @return their number */
size_t ct_known_timbres_n (const CtKnownTimbres *self);

/** Looks at a timbre.
 *
 * @param self   the collection
 * @param place  its place, below their number
 * @return the timbre, valid until the collection changes */
const CtKnownTimbre *ct_known_timbres_get (const CtKnownTimbres *self, size_t place);

/** Looks for a name.
 *
 * @param self  the collection
 * @param name  a name, any text
 * @return the place of the timbre that bears it; -1: none */
int ct_known_timbres_find (const CtKnownTimbres *self, const char *name);

/** Learns a track: adds it to the timbre of its name, or a new one. What that timbre had from another encoder is
 * replaced. Of a track without certain notes nothing is learned.
 *
 * @param self        the collection
 * @param lesson      what it is remembered as
 * @param embeddings  [n][CT_EMBEDDING_SIZE]; notes whose embedding is zero or not finite are left out
 * @param notes       [n]
 * @param n           how many notes
 * @param track       the notes' track
 * @return CT_STATUS_OK; CT_STATUS_EMPTY where there was nothing to learn; CT_STATUS_BAD_ARGUMENT for a name without a
 * character or a number out of range; CT_STATUS_TOO_LARGE where there are as many timbres as can be;
 * CT_STATUS_NO_MEMORY. In all cases but the first nothing has changed */
CtStatus ct_known_timbres_learn (CtKnownTimbres *self,
                                 const CtTimbreLesson *lesson,
                                 const float *embeddings,
                                 const CtNote *notes,
                                 size_t n,
                                 int track) CT_MUST_USE;

/** Renames a timbre.
 *
 * @param self   the collection
 * @param place  its place
 * @param name   the name, any text
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where it is empty; CT_STATUS_EXISTS where another timbre bears it */
CtStatus ct_known_timbres_rename (CtKnownTimbres *self, size_t place, const char *name) CT_MUST_USE;

/** Merges two timbres into one. If they are of different encoders, what the other one had is forgotten.
 *
 * @param self   the collection
 * @param place  the timbre that stays, with its name, colour and program
 * @param other  the one that goes into it, another one */
void ct_known_timbres_merge (CtKnownTimbres *self, size_t place, size_t other);

/** Forgets a timbre.
 *
 * @param self   the collection
 * @param place  its place */
void ct_known_timbres_forget (CtKnownTimbres *self, size_t place);

/** Adds all that another collection knows; of equal names the two become one.
 *
 * @param self   the collection
 * @param other  the other, which stays as it is
 * @return CT_STATUS_OK; CT_STATUS_TOO_LARGE where they are too many; CT_STATUS_NO_MEMORY; on failure nothing has
 * changed */
CtStatus ct_known_timbres_import (CtKnownTimbres *self, const CtKnownTimbres *other) CT_MUST_USE;

/** Recognises tracks: the surest pair of track and timbre is one, then the next, as long as they are sure enough; no
 * track and no timbre twice. A likeness is the mean, over the prototypes of both, of the highest cosine that each has
 * to one of the other's, less where that lies in another register. The cosines are taken where instruments differ more
 * than rooms and phrases do, as the weights have learned. How sure a likeness makes depends on the other tracks:
 * timbres that were learned from one song play together, so that one that is hardly like enough is recognised among
 * others that are, and one that is like enough is not where nothing else is like those that it was heard with.
 *
 * @param self          the collection
 * @param heard         the tracks
 * @param[out] matches  [heard->n_tracks]
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus
ct_known_timbres_match (const CtKnownTimbres *self, const CtHeardTracks *heard, CtTimbreMatch *matches) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
