/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The drum hits of a piece. */
#ifndef CT_PERCUSSION_H
#define CT_PERCUSSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most groups. */
#define CT_MAX_HIT_GROUPS 8
/** The most hits. */
#define CT_MAX_HITS 1000000
/** The size of a group's name, with the zero at its end. */
#define CT_HIT_GROUP_NAME_SIZE 64

/** One hit. A plain value. */
typedef struct
{
  double time_s;  /**< where it is struck, in seconds from the start of the recording */
  float strength; /**< how hard, in (0, 1] */
  uint8_t group;  /**< which of the groups it sounds like */
} CtHit;

/** Hits that sound alike. */
typedef struct
{
  char name[CT_HIT_GROUP_NAME_SIZE]; /**< UTF-8; "": that of its drum */
  uint8_t drum;                      /**< the key of General MIDI that it is played with, as in ct_drum_name() */
  bool mute;                         /**< silent */
  bool solo;                         /**< while a group or track is soloed, only soloed ones are heard */
} CtHitGroup;

/** Hits, and what of them sounds alike. Zeroed, there are none; clear it with ct_percussion_clear(). */
typedef struct
{
  CtHit *hits;                          /**< [n_hits], by time, then group; no group has two at one time */
  size_t n_hits;                        /**< how many */
  CtHitGroup groups[CT_MAX_HIT_GROUPS]; /**< [n_groups] */
  size_t n_groups;                      /**< how many; 0: there is no percussion */
} CtPercussion;

/** The order of hits: by time, then group. For qsort() and bsearch().
 *
 * @param a  a CtHit
 * @param b  a CtHit
 * @return below 0 where @p a comes first, above 0 where @p b does, else 0 */
int ct_hit_compare (const void *a, const void *b);

/** Copies it.
 *
 * @param self      a percussion
 * @param[out] out  the copy; clear it with ct_percussion_clear()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY, with @p out unchanged */
CtStatus ct_percussion_copy (const CtPercussion *self, CtPercussion *out) CT_MUST_USE;

/** Frees its hits and zeroes it.
 *
 * @param self  a percussion */
void ct_percussion_clear (CtPercussion *self);

/** Compares all that it holds.
 *
 * @param a  a percussion
 * @param b  a percussion
 * @return whether all is equal */
bool ct_percussion_equal (const CtPercussion *a, const CtPercussion *b);

/** Checks that all lies in its range and order.
 *
 * @param self  a percussion
 * @return whether it does */
bool ct_percussion_is_valid (const CtPercussion *self);

/** Sorts the hits; of those of a group at one time, the strongest stays.
 *
 * @param self  a percussion */
void ct_percussion_sort (CtPercussion *self);

/** What a group is called.
 *
 * @param group  a group
 * @return its name, or that of its drum in English; valid as long as it */
const char *ct_hit_group_name (const CtHitGroup *group);

/** The pitch of a hit that stands among notes, as where both are isolated from a recording. */
#define CT_HIT_PITCH 128

/** Makes a note of a hit, CT_HIT_PITCH high.
 *
 * @param hit    a hit
 * @param track  the track of the note
 * @return the note, which ends somewhere behind its onset */
CtNote ct_hit_to_note (const CtHit *hit, int track);

/** How hard a hit is for MIDI.
 *
 * @param hit  a hit
 * @return 1 to 127 */
uint8_t ct_hit_velocity (const CtHit *hit);

#ifdef __cplusplus
}
#endif

#endif
