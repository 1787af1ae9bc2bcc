/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_OGG_PRIVATE_H
#define CT_OGG_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audio/ct-sound-links-private.h"
#include "core/base/ct-status.h"

/* A page of an Ogg file, which is a header and its body. */
typedef struct
{
  int64_t at, body, end; /* bytes in the file */
  uint32_t serial;       /* of the stream that it belongs to */
  bool begins, ends;     /* the stream */
} CtOggPage;

/* Reads the header of the page at @at, which reaches to @end at most; false: there is none. */
bool ct_ogg_read_page (int fd, int64_t at, int64_t end, CtOggPage *page);

/* The checksum of a page of @n bytes, in which that itself is 0. */
uint32_t ct_ogg_checksum (const unsigned char *page, size_t n);

/* Whether nothing in @page is damaged, by its checksum. */
bool ct_ogg_page_is_sound (int fd, const CtOggPage *page);

/* How many streams of sound begin together at the beginning of the file; 0: it is no Ogg. */
int ct_ogg_count_sounds (int fd);

/* Which of those the one that is @stream-th in the file, from 1, is by its serial number; @stream itself where there is
 * no such stream. */
int ct_ogg_rank_sound (int fd, int stream);

/* Where the bytes of FLAC in Ogg lie in the file. libsndfile, most of whose releases cannot read the one, is given the
 * other. */
typedef struct
{
  struct
  {
    int64_t position, at; /* bytes, in FLAC and in the file */
  } * pieces;             /* [n]; NULL: it is something else */
  size_t n;
  int64_t length; /* bytes of FLAC */
} CtOggFlac;

/* The caller frees out->pieces. */
CtStatus ct_ogg_flac_find (int fd, const CtSoundLink *link, CtOggFlac *out) CT_MUST_USE;

/* Where in the file the byte at @position lies, with how many behind it in *@n; @position is before the end. */
int64_t ct_ogg_flac_place (const CtOggFlac *self, int64_t position, int64_t *n);

#endif
