"""A translation model of some 100 kB, made by hand: it puts each word it knows into the other language, in order.

Its files and its insides are those of a real one (CTranslate2's Transformer with SentencePiece beside it); only its
weights are not trained. Every token and every place has a random code of ±1. The decoder looks at the place of the
encoder with its own code, and of all words the one wins whose row holds the code found there.
"""

import io

import ctranslate2.specs.common_spec as common
import ctranslate2.specs.transformer_spec as transformer
import numpy as np
import sentencepiece

CODE = 64
WIDTH = 2 * CODE
PLACES = 512


def build(folder, lexicon, *, tags=("eng_Latn", "spa_Latn", "mya_Mymr"), shift=0, files=("sentencepiece.bpe.model",)):
    """Write the model that turns the words of *lexicon* (word -> word) into each other into *folder*.

    *shift* is how many tokens stand before a sentence that the decoder does not see as its own beginning.
    """
    folder.mkdir(parents=True, exist_ok=True)
    trained = train_words([*lexicon, *lexicon.values()])
    for name in files:
        (folder / name).write_bytes(trained)
    words = sentencepiece.SentencePieceProcessor(model_proto=trained)
    pieces = [words.id_to_piece(i) for i in range(1, words.get_piece_size())]
    tokens = ["<s>", "<pad>", "</s>", "<unk>", *pieces, *tags]
    comes_from = {f"▁{target}": f"▁{source}" for source, target in lexicon.items() if source != target}
    make_spec(tokens, comes_from, shift).save(str(folder))
    return folder


def train_words(words):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join(words)] * 2),
        model_writer=model,
        model_type="word",
        vocab_size=len(set(words)) + 1,
        hard_vocab_limit=False,
        normalization_rule_name="identity",
        character_coverage=1.0,
        unk_id=0,
        bos_id=-1,
        eos_id=-1,
        pad_id=-1,
        minloglevel=2,
    )
    return model.getvalue()


def make_spec(tokens, comes_from, shift):
    draw = np.random.default_rng(1)
    codes = {token: draw.choice([-1.0, 1.0], CODE) for token in tokens}
    places = draw.choice([-1.0, 1.0], (PLACES, CODE))
    spec = transformer.TransformerSpec.from_config((1, 1), 1, pre_norm=True, activation=common.Activation.RELU)
    embeddings = np.array([np.r_[codes[token], np.zeros(CODE)] for token in tokens], np.float32)
    rows = {token: codes[comes_from.get(token, token)] for token in tokens if token not in comes_from.values()}
    outputs = np.array([np.r_[rows.get(token, np.zeros(CODE)), np.zeros(CODE)] for token in tokens], np.float32)
    for side, moved in ((spec.encoder, shift), (spec.decoder, 0)):
        side.scale_embeddings = False
        side.position_encodings.encodings = np.c_[np.zeros((PLACES, CODE)), np.roll(places, moved, 0)].astype(
            np.float32
        )
        _norm(side.layer_norm)
    first = spec.encoder.embeddings
    (first[0] if isinstance(first, list) else first).weight = embeddings
    spec.decoder.embeddings.weight = embeddings
    for layer in (*spec.encoder.layer, *spec.decoder.layer):
        _attend(layer.self_attention, 3, np.zeros((WIDTH, WIDTH)))
        _norm(layer.ffn.layer_norm)
        _line(layer.ffn.linear_0, np.zeros((4, WIDTH)))
        _line(layer.ffn.linear_1, np.zeros((WIDTH, 4)))
    place, word = np.diag(np.r_[np.zeros(CODE), np.ones(CODE)]), np.diag(np.r_[np.ones(CODE), np.zeros(CODE)])
    looking = spec.decoder.layer[0].attention
    _norm(looking.layer_norm)
    for line, weight in zip(looking.linear, (place * 10, np.r_[place, word], word * 10), strict=True):
        _line(line, weight)
    spec.decoder.projection.weight, spec.decoder.projection.bias = outputs, np.zeros(len(tokens), np.float32)
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token = "</s>"
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.validate()
    return spec


def _norm(norm):
    norm.gamma, norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)


def _line(line, weight):
    line.weight, line.bias = weight.astype(np.float32), np.zeros(len(weight), np.float32)


def _attend(attention, parts, weight):
    _norm(attention.layer_norm)
    _line(attention.linear[0], np.zeros((parts * WIDTH, WIDTH)))
    _line(attention.linear[1], weight)
